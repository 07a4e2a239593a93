"""People who work here, and the roles they hold from a day until a day."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q

from gongkai.records.accounts.roles import Role, roles_with
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
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
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    is_active = models.BooleanField("在用", default=True)
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

    def can(self, capability: str, agencies: Collection[UUID]) -> bool:
        """Whether a role held today at one of `agencies` gives the capability. Asked of the database each time:
        a right that was taken away a second ago is gone."""
        if not self.is_active or not agencies:
            return False
        grants = RoleGrant.objects.valid_on(clock.today()).filter(
            user_id=self.pk, user__is_active=True, agency__in=agencies, role__in=roles_with(capability)
        )
        return grants.exists()

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
