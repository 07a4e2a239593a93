"""Act forms on a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.forms import ActScreen
from gongkai.desk.here import Here
from gongkai.desk.people import forms
from gongkai.records.accounts import (
    demands,
    identities,
    naming,
    passwords,
    people,
    services,
    substitution,
    vouching,
)
from gongkai.records.accounts.models import RoleGrant, SignInDemand, Substitution, User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import NotFound


def _list_crumb() -> tuple[str, str]:
    return gettext("人员"), reverse("people:list")


class OnPerson(ActScreen):
    """A form about a person, for who manages accounts where they work."""

    help_topic = "people"

    def load(self, here: Here, **address: Any) -> User:
        """The person, if one may see them."""
        return people.seen_person(here.user, address["identity"])

    def may(self, here: Here, subject: User) -> bool:
        """Who manages accounts there. That nobody does it to himself, the act says, and it is logged."""
        return here.can(ACCOUNTS_MANAGE, subject.agency)

    def next(self, here: Here, subject: User, done: Done) -> str:
        """Back to the person."""
        return reverse("people:person", args=[subject.pk])

    def crumbs(self, here: Here, subject: User) -> Sequence[tuple[str, str]]:
        """The list, the person."""
        return [_list_crumb(), (subject.name, reverse("people:person", args=[subject.pk]))]


def _agencies(here: Here, form: django_forms.Form) -> None:
    form.fields["agency"].queryset = people.managed_agencies(here.user)  # type: ignore[attr-defined]


class Enrol(ActScreen):
    """A new person."""

    name, title, form = "accounts.enrol", gettext_lazy("登记人员"), forms.EnrolForm
    why = gettext_lazy("登记后再给角色、发初始密码；几十人以上请用批量导入。")
    submit, done = gettext_lazy("登记"), gettext_lazy("已登记。请接着给角色，并发放初始密码。")
    help_topic = "people"

    def may(self, here: Here, subject: Any) -> bool:
        """Who manages accounts."""
        return here.can(ACCOUNTS_MANAGE)

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        """Where one sits."""
        return {"agency": here.agency.pk}

    def build(self, here: Here, subject: Any, form: django_forms.Form) -> None:
        """Agencies one manages."""
        _agencies(here, form)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        """Without a password: it is given out by an act of its own, and shown once."""
        return services.enrol(data["username"], data["name"], data["agency"].pk, post=data["post"], phone=data["phone"], **call)

    def next(self, here: Here, subject: Any, done: Done) -> str:
        """The new person's page."""
        return reverse("people:person", args=[done.record_id])

    def crumbs(self, here: Here, subject: Any) -> Sequence[tuple[str, str]]:
        """The list."""
        return [_list_crumb()]


class Grant(OnPerson):
    """A role for the person."""

    name, title, form = "accounts.grant", gettext_lazy("授予角色"), forms.GrantForm
    why = gettext_lazy("角色决定能办什么事。管理账号的人不能兼任审核、签发等决定性角色，也不能给自己授权。")
    submit, done = gettext_lazy("授予"), gettext_lazy("已授予角色。")

    def initial(self, here: Here, subject: User) -> dict[str, Any]:
        """Where they work, from today."""
        return {"agency": subject.agency_id, "since": clock.today()}

    def build(self, here: Here, subject: User, form: django_forms.Form) -> None:
        """Agencies one manages."""
        _agencies(here, form)

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Grants it."""
        return services.grant(subject.pk, data["role"], data["agency"].pk, data["since"], data["until"], **call)


class Rename(OnPerson):
    """A typing error, or a changed name."""

    name, title, form = "accounts.rename", gettext_lazy("更改姓名"), forms.NameForm
    why = gettext_lazy("用于录入有误或本人改名。角色、待办、密码都不变；以前的文件、表格里仍是原姓名，更改记入办理记录。")
    submit, done = gettext_lazy("更改"), gettext_lazy("姓名已更改。")

    def initial(self, here: Here, subject: User) -> dict[str, Any]:
        """The present one."""
        return {"name": subject.name}

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Renames."""
        return naming.rename(subject.pk, data["name"], data["reason"], **call)


class ChangeUsername(OnPerson):
    """Another user name."""

    name, title, form = "accounts.change_username", gettext_lazy("更改用户名"), forms.UsernameForm
    why = gettext_lazy("更改后用新的用户名登录，密码不变，原用户名不能再用来登录。请当面告诉本人。")
    submit, done = gettext_lazy("更改"), gettext_lazy("用户名已更改，请告诉本人。")

    def initial(self, here: Here, subject: User) -> dict[str, Any]:
        """The present one."""
        return {"username": subject.username}

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Changes it."""
        return naming.change_username(subject.pk, data["username"], data["reason"], **call)


class Transfer(OnPerson):
    """The person works elsewhere."""

    name, title, form = "accounts.transfer", gettext_lazy("调动"), forms.TransferForm
    why = gettext_lazy("只改所在单位；原来的角色不会自动结束，请接着移交工作或结束角色。")
    submit, done = gettext_lazy("调动"), gettext_lazy("已调动。请核对角色是否还适用。")

    def build(self, here: Here, subject: User, form: django_forms.Form) -> None:
        """Agencies one manages."""
        _agencies(here, form)

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Moves them."""
        return services.transfer(subject.pk, data["agency"].pk, **call)


class Deactivate(OnPerson):
    """The account ends."""

    name, title, form, danger = "accounts.deactivate", gettext_lazy("停用账号"), forms.ReasonForm, True
    why = gettext_lazy("停用后立即不能登录，权限全部失效；办过的事保留。等待办理的事项请先移交。")
    submit, done = gettext_lazy("停用"), gettext_lazy("账号已停用。")

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Deactivates."""
        return services.deactivate(subject.pk, data["reason"], **call)


class Reactivate(OnPerson):
    """The account begins again."""

    name, title, form = "accounts.reactivate", gettext_lazy("恢复账号"), forms.NothingForm
    why = gettext_lazy("恢复后可以用原密码登录，还没到期的角色继续有效。")
    submit, done = gettext_lazy("恢复"), gettext_lazy("账号已恢复。")

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Reactivates."""
        return services.reactivate(subject.pk, **call)


class ResetFactors(OnPerson):
    """A lost telephone."""

    name, title, form, danger = "accounts.reset_factors", gettext_lazy("清除第二重验证"), forms.ReasonForm, True
    why = gettext_lazy("用于手机或安全密钥遗失：清除后该人员只凭密码登录，并须按要求重新设置。请先核实本人身份。")
    submit, done = gettext_lazy("清除"), gettext_lazy("已清除，该人员的登录都已退出。")

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Clears them."""
        return passwords.reset_factors(subject.pk, data["reason"], **call)


class LinkIdentity(OnPerson):
    """The unified sign-in."""

    name, title, form = "accounts.link_identity", gettext_lazy("关联统一身份认证"), forms.IdentityForm
    why = gettext_lazy("关联后，该人员可以用统一身份认证登录；没有关联的人用它登录不了。")
    submit, done = gettext_lazy("关联"), gettext_lazy("已关联。")

    def initial(self, here: Here, subject: User) -> dict[str, Any]:
        """What is linked now."""
        return {"subject": identities.subject_of(subject)}

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Links it."""
        return identities.link(subject.pk, data["subject"], **call)


class UnlinkIdentity(OnPerson):
    """No unified sign-in any more."""

    name, title, form = "accounts.unlink_identity", gettext_lazy("解除统一身份认证关联"), forms.NothingForm
    submit, done = gettext_lazy("解除关联"), gettext_lazy("已解除关联。")

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Unlinks it."""
        return identities.unlink(subject.pk, **call)


class Substitute(OnPerson):
    """Who stands in while somebody is away: arranged by the person, or by who manages accounts there."""

    name, title, form = "accounts.substitute", gettext_lazy("安排离岗代理"), forms.SubstituteForm
    why = gettext_lazy("代理期间，代理人能办您的角色能办的事（管理账号除外），您的待办列在代理人的今日工作里；到期自动恢复。")
    submit, done = gettext_lazy("安排"), gettext_lazy("代理已安排。")

    def may(self, here: Here, subject: User) -> bool:
        """The person himself too."""
        return subject.pk == here.user.pk or super().may(here, subject)

    def initial(self, here: Here, subject: User) -> dict[str, Any]:
        """From today."""
        return {"since": clock.today()}

    def build(self, here: Here, subject: User, form: django_forms.Form) -> None:
        """Colleagues."""
        form.fields["substitute"].queryset = people.colleagues(subject)  # type: ignore[attr-defined]

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Arranges it."""
        substitute = data["substitute"].pk
        return substitution.arrange(subject.pk, substitute, data["since"], data["until"], data["reason"], **call)

    def next(self, here: Here, subject: User, done: Done) -> str:
        """Where one came from."""
        return reverse("me") if subject.pk == here.user.pk else super().next(here, subject, done)

    def crumbs(self, here: Here, subject: User) -> Sequence[tuple[str, str]]:
        """One's own account, or the person's page."""
        return [(gettext("我的账号"), reverse("me"))] if subject.pk == here.user.pk else super().crumbs(here, subject)


class EndSubstitution(ActScreen):
    """The person is back earlier."""

    name, title, form = "accounts.end_substitution", gettext_lazy("结束代理"), forms.EndForm
    submit, done, versioned = gettext_lazy("结束"), gettext_lazy("代理已改到该日结束。"), False

    def load(self, here: Here, **address: Any) -> Substitution:
        """One of one's own, or of somebody one may see."""
        found = Substitution.objects.select_related("absent__agency", "substitute").filter(pk=address["identity"]).first()
        if found is None or not people.seen_by(here.user).filter(pk=found.absent_id).exists():
            raise NotFound(gettext("找不到该代理安排，请刷新页面。"))
        return found

    def may(self, here: Here, subject: Substitution) -> bool:
        """The person himself, and who manages accounts there."""
        return subject.absent_id == here.user.pk or here.can(ACCOUNTS_MANAGE, subject.absent.agency)

    def initial(self, here: Here, subject: Substitution) -> dict[str, Any]:
        """Today, or the first day of one that has not begun."""
        return {"until": max(clock.today(), subject.since)}

    def act(self, here: Here, subject: Substitution, data: dict[str, Any], **call: Any) -> Done:
        """Ends it."""
        return substitution.end(subject.pk, data["until"], **call)

    def next(self, here: Here, subject: Substitution, done: Done) -> str:
        """One's own account, or the person's page."""
        own = subject.absent_id == here.user.pk
        return reverse("me") if own else reverse("people:person", args=[subject.absent_id])

    def crumbs(self, here: Here, subject: Substitution) -> Sequence[tuple[str, str]]:
        """Where one came from."""
        if subject.absent_id == here.user.pk:
            return [(gettext("我的账号"), reverse("me"))]
        return [_list_crumb(), (subject.absent.name, reverse("people:person", args=[subject.absent_id]))]


class EndRole(ActScreen):
    """A role ends."""

    name, title, form = "accounts.end_role", gettext_lazy("结束角色"), forms.EndForm
    submit, done, versioned = gettext_lazy("结束"), gettext_lazy("角色已改到该日结束。"), False
    help_topic = "people"

    def load(self, here: Here, **address: Any) -> RoleGrant:
        """A role of somebody one may see."""
        found = RoleGrant.objects.select_related("user__agency", "agency").filter(pk=address["identity"]).first()
        if found is None or not people.seen_by(here.user).filter(pk=found.user_id).exists():
            raise NotFound(gettext("找不到该角色授权，请刷新页面。"))
        return found

    def may(self, here: Here, subject: RoleGrant) -> bool:
        """Who manages accounts where the role is held."""
        return here.can(ACCOUNTS_MANAGE, subject.agency)

    def initial(self, here: Here, subject: RoleGrant) -> dict[str, Any]:
        """Today, or the first day of one that has not begun."""
        return {"until": max(clock.today(), subject.since)}

    def act(self, here: Here, subject: RoleGrant, data: dict[str, Any], **call: Any) -> Done:
        """Ends it."""
        return services.end_role(subject.pk, data["until"], **call)

    def next(self, here: Here, subject: RoleGrant, done: Done) -> str:
        """Back to the person."""
        return reverse("people:person", args=[subject.user_id])

    def crumbs(self, here: Here, subject: RoleGrant) -> Sequence[tuple[str, str]]:
        """The list, the person."""
        return [_list_crumb(), (subject.user.name, reverse("people:person", args=[subject.user_id]))]


class Vouch(OnPerson):
    """Somebody from another hand made sure that the person has their account."""

    name, title, form = "accounts.vouch", gettext_lazy("核实本人"), forms.VouchForm
    why = gettext_lazy(
        "密码、第二重验证或统一身份由管理员重设或发放后，须由其他人核实确是本人在用，该账号才能签批。请当面或打电话问本人。"
    )
    submit, done = (
        gettext_lazy("已核实是本人"),
        gettext_lazy("已记录核实，该账号可以签批；发放以来的登录、通行密钥和接口令牌都已作废，请本人重新登录设置。"),
    )

    def may(self, here: Here, subject: User) -> bool:
        """Who has nothing to do with the giver."""
        return vouching.may_vouch(here.user, subject)

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Vouches."""
        return vouching.vouch(subject.pk, data["how"], **call)


class HandOver(OnPerson):
    """Everything goes to another."""

    name, title, form, danger = "accounts.hand_over", gettext_lazy("移交全部工作"), forms.HandOverForm, True
    why = gettext_lazy("等待该人员办理的事项一次全部转给接手人，移交后不能撤回，只能再移交一次。")
    submit, done = gettext_lazy("移交"), gettext_lazy("已移交。")

    def build(self, here: Here, subject: User, form: django_forms.Form) -> None:
        """People of agencies one manages."""
        managed = people.managed_agencies(here.user).values("pk")
        rows = User.objects.filter(agency__in=managed, is_active=True).exclude(pk=subject.pk)
        form.fields["to"].queryset = rows.select_related("agency").order_by("name", "id")  # type: ignore[attr-defined]

    def act(self, here: Here, subject: User, data: dict[str, Any], **call: Any) -> Done:
        """Hands over."""
        return substitution.hand_over(subject.pk, data["to"].pk, data["roles"], data["reason"], **call)


class Demand(ActScreen):
    """A second factor is demanded."""

    name, title, form = "accounts.demand_factor", gettext_lazy("新的登录要求"), forms.DemandForm
    why = gettext_lazy("要求一经提出，在该单位及下级登录的人（或担任该角色的人）须先设置第二重验证才能办事。请提前通知。")
    submit, done = gettext_lazy("提出要求"), gettext_lazy("登录要求已生效。")

    def may(self, here: Here, subject: Any) -> bool:
        """Who manages accounts."""
        return here.can(ACCOUNTS_MANAGE)

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        """Where one sits; either factor."""
        return {"agency": here.agency.pk, "factor": "any"}

    def build(self, here: Here, subject: Any, form: django_forms.Form) -> None:
        """Agencies one manages."""
        _agencies(here, form)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        """Demands it."""
        call.pop("expected_version", None)
        return demands.demand(data["agency"].pk, data["factor"], data["role"], **call)

    def next(self, here: Here, subject: Any, done: Done) -> str:
        """The demands."""
        return reverse("people:demands")

    def crumbs(self, here: Here, subject: Any) -> Sequence[tuple[str, str]]:
        """The list, the demands."""
        return [_list_crumb(), (gettext("登录要求"), reverse("people:demands"))]


class LiftDemand(ActScreen):
    """A demand ends."""

    name, title, form = "accounts.lift_demand", gettext_lazy("取消登录要求"), forms.NothingForm
    why = gettext_lazy("取消后，已设置第二重验证的人仍照常使用，没有设置的不再被要求。")
    submit, done, versioned = gettext_lazy("取消要求"), gettext_lazy("登录要求已取消。"), False

    def load(self, here: Here, **address: Any) -> SignInDemand:
        """One of an agency one manages."""
        managed = people.managed_agencies(here.user)
        found = demands.demands_at(managed).filter(pk=address["identity"]).first()
        if found is None:
            raise NotFound(gettext("找不到这项登录要求，请刷新页面。"))
        return found

    def may(self, here: Here, subject: SignInDemand) -> bool:
        """Who manages accounts there."""
        return here.can(ACCOUNTS_MANAGE, subject.agency)

    def act(self, here: Here, subject: SignInDemand, data: dict[str, Any], **call: Any) -> Done:
        """Lifts it."""
        call.pop("expected_version", None)
        return demands.lift(subject.agency_id, subject.role, **call)

    def next(self, here: Here, subject: SignInDemand, done: Done) -> str:
        """The demands."""
        return reverse("people:demands")

    def crumbs(self, here: Here, subject: SignInDemand) -> Sequence[tuple[str, str]]:
        """The list, the demands."""
        return [_list_crumb(), (gettext("登录要求"), reverse("people:demands"))]
