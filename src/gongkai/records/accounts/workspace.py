"""What a person keeps at the desk: saved views of lists, drafts of forms, uploads that resume, tokens for programs; remarks
on records; and which second factor an agency or a role demands."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.records.base.record import Record


class SavedView(models.Model):
    """A list with its filters and order under a name. `query` is the query string of the list's address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    listing = models.CharField(max_length=60)
    name = models.CharField("名称", max_length=60)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "常用视图"
        ordering = ["listing", "name"]
        constraints = [models.UniqueConstraint(fields=["user", "listing", "name"], name="accounts_one_view_a_name")]


class Draft(models.Model):
    """What somebody has typed into a form and not yet sent. `form` names the form and its record."""

    kept_in_backup = False

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=150)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "草稿"
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="accounts_one_draft_a_form")]


class PartialUpload(models.Model):
    """A file that is still coming in, piece by piece; its bytes lie in the folder of temporary files under its id."""

    kept_in_backup = False

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = "上传中的文件"


class ApiToken(Record):
    """A key with which a program acts for a person, with their rights and no more. Only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("用途", max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        verbose_name = "接口令牌"
        ordering = ["-made_at"]


class Remark(Record):
    """What a supervisor or a member of the supervision group says of a record, and the answer to it."""

    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField("意见")
    made_at = models.DateTimeField()
    answer = models.TextField("回复", blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "监督意见"
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["record_type", "record_id"], name="accounts_remark_record")]


class Factor(models.TextChoices):
    """A second factor of sign-in."""

    TOTP = "totp", "动态口令"
    PASSKEY = "passkey", "通行密钥"
    ANY = "any", "动态口令或通行密钥"


class SignInDemand(Record):
    """Who signs in at this agency, or with this role there and below, needs a second factor. `role` empty: everybody."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=30, choices=Role.choices, blank=True)
    factor = models.CharField("方式", max_length=10, choices=Factor.choices)

    class Meta:
        verbose_name = "登录要求"
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="accounts_one_demand_a_role")]
