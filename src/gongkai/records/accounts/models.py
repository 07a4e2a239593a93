"""People who work here, and the roles they hold from a day until a day."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Exists, F, Q

from gongkai.records.accounts.roles import NOT_BY_SUBSTITUTION, REACHING, Role, roles_with
from gongkai.records.agencies.models import Agency, Held
from gongkai.records.base import clock
from gongkai.records.base.actors import Place
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.record import Record


class Users(BaseUserManager["User"]):
    """Finds users for Django's log-in; people are made by the act `services.enrol`, nowhere else."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser, Record):
    """Somebody with a name and a post. Not a superuser: rights come from role grants, and nobody reviews himself past them."""

    username = models.CharField("用户名", max_length=64, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField("姓名", max_length=64)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="staff", verbose_name="所在单位")
    phone = models.CharField("手机", max_length=20, blank=True)
    post = models.CharField("职务", max_length=100, blank=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    is_active = models.BooleanField("在用", default=True)
    credentials_by = models.CharField("密码发放人", max_length=100, blank=True)  # until somebody else vouches (vouching.py)
    credentials_at = models.DateTimeField("密码发放时间", null=True, blank=True)
    enrolled_at = models.DateTimeField("建立时间")

    objects = Users()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> str:
        return f"user:{self.pk}"

    def can(self, capability: str, place: Place) -> bool:
        """Whether a role held today at this place gives the capability: one's own, or that of somebody one stands in for.

        Asked of the database each time: a right that was taken away a second ago is gone.
        """
        if not self.is_active or not place.own:
            return False
        today = clock.today()
        whose = Q(user_id=self.pk)
        if capability not in NOT_BY_SUBSTITUTION:
            absent = Substitution.objects.on(today).filter(substitute_id=self.pk).values("absent")
            whose |= Q(user__in=absent)
        giving = roles_with(capability)
        where = Q(agency__in=place.own) | Q(agency__in=place.above, role__in=REACHING)
        grants = RoleGrant.objects.valid_on(today).filter(whose, where, user__is_active=True, role__in=giving)
        # The person himself may have been deactivated since this object was read.
        return grants.filter(Exists(User.objects.filter(pk=self.pk, is_active=True))).exists()

    # Django asks these of a user; the answer never depends on a flag.
    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Grants(models.QuerySet["RoleGrant"]):
    def valid_on(self, day: object) -> Grants:
        """The grants that hold on a day: from its first to its last day, both included."""
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class RoleGrant(Record):
    """A role at an agency, for a person, from a day until a day (both included; open when empty). Never deleted: ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=30, choices=Role.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="grants")
    since = models.DateField("自")
    until = models.DateField("至", null=True)

    objects = Grants.as_manager()

    class Meta:
        verbose_name = "角色"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="accounts_grant_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["user", "role", "agency"], name="accounts_grant_of_user")]


class Substitution(Record, Held):
    """While somebody is away, another does their work: their roles (not the managing ones) and what waits for them."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences", verbose_name="离岗人员")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutions", verbose_name="代理人")
    reason = models.CharField("事由", max_length=100)

    class Meta:
        verbose_name = "代理"
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="accounts_substitution_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="accounts_nobody_stands_in_for_himself"),
        ]


class Outcome(models.TextChoices):
    """What became of what was asked: the decider's answer (`ANSWERS`), or the asker took it back before there was one."""

    APPROVED = "approved", "同意"
    RETURNED = "returned", "退回"
    WITHDRAWN = "withdrawn", "已撤回"


ANSWERS = (Outcome.APPROVED, Outcome.RETURNED)
"""What a decider may say."""


class Means(models.TextChoices):
    """How a decision came about."""

    DESK = "desk", "系统内办理"
    LINK = "link", "一次性链接"
    PAPER = "paper", "线下签批"


class Decision(Record):
    """A decision asked of a person on one version of a record, and the answer. One version, one answer; another version is
    another decision, and what was withdrawn may be asked again. `version_hash` is the hash of what was looked at."""

    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    version_hash = models.CharField(max_length=64)
    subject = models.CharField("事项", max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    decider = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions", verbose_name="决定人")
    asked_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    due = models.DateField("期限", null=True)
    outcome = models.CharField("意见", max_length=20, choices=Outcome.choices, blank=True)
    comment = models.TextField("批语", blank=True)
    decided_on = models.DateField("签批日期", null=True)
    decided_at = models.DateTimeField(null=True)
    means = models.CharField("方式", max_length=10, choices=Means.choices, blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = "签批"
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "version_hash", "decider"],
                condition=~Q(outcome="withdrawn"),
                name="accounts_one_decision_a_version",
            )
        ]
        indexes = [models.Index(fields=["record_type", "record_id"], name="accounts_decision_record")]

    def __str__(self) -> str:
        return self.subject


class DecisionLink(models.Model):
    """An address that lets its bearer make one decision, once, until it expires. Only the hash of its token is kept."""

    kept_in_backup = False

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "签批链接"


from gongkai.records.accounts.workspace import (  # noqa: E402 Django finds every model of the app here
    ApiToken,
    Draft,
    Factor,
    PartialUpload,
    Remark,
    SavedView,
    SignInDemand,
)

__all__ = [
    "ANSWERS",
    "ApiToken",
    "Decision",
    "DecisionLink",
    "Draft",
    "Factor",
    "Means",
    "Outcome",
    "PartialUpload",
    "Remark",
    "RoleGrant",
    "SavedView",
    "SignInDemand",
    "Substitution",
    "User",
]
