"""What a person's page offers to who looks at it: the acts that would not refuse them, and why others are not offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongkai.desk.here import Here
from gongkai.records.accounts.models import User
from gongkai.records.accounts.policies import is_himself, is_somebody_else, may_manage_accounts
from gongkai.records.accounts.reaching import why_beyond

Why = Callable[[User, User], str]
"""Why somebody may not act on a person; "" where they may."""


def _not_oneself(actor: User, person: User) -> str:
    return "" if is_somebody_else(actor, person) else str(is_somebody_else.why)


def _whole_account(actor: User, person: User) -> str:
    return why_beyond(actor, person)


@dataclass(frozen=True, slots=True)
class Offer:
    """An act form about a person: its route and its button; what speaks against it, in the order its act asks; for which
    people there is anything to do. `also_himself`: the person does it too, without managing accounts."""

    route: str
    label: str | Promise
    against: tuple[Why, ...] = ()
    fits: Callable[[Known], bool] = lambda known: True
    also_himself: bool = False

    def why_not(self, actor: User, person: User) -> str:
        """The first thing that speaks against it; "" where nothing does."""
        if self.also_himself and is_himself(actor, person):
            return ""
        return next((why for ask in self.against if (why := ask(actor, person))), "")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person: whether active, with second factors, with an identity at the unified sign-in."""

    active: bool
    factors: bool
    linked: bool


_ACCOUNT = (_whole_account, _not_oneself)
OFFERS = (
    Offer("people:grant", gettext_lazy("授予角色"), (_not_oneself,)),
    Offer("people:password", gettext_lazy("发放初始密码"), _ACCOUNT),
    Offer("people:substitute", gettext_lazy("安排代理"), (_whole_account,), also_himself=True),
    Offer("people:hand-over", gettext_lazy("移交全部工作"), (_whole_account,)),
    Offer("people:transfer", gettext_lazy("调动")),
    Offer("people:rename", gettext_lazy("更改姓名"), _ACCOUNT),
    Offer("people:change-username", gettext_lazy("更改用户名"), _ACCOUNT),
    Offer("people:reset-factors", gettext_lazy("清除第二重验证"), _ACCOUNT, lambda known: known.factors),
    Offer("people:link-identity", gettext_lazy("关联统一身份认证"), _ACCOUNT),
    Offer("people:unlink-identity", gettext_lazy("解除关联"), (), lambda known: known.linked),
    Offer("people:deactivate", gettext_lazy("停用账号"), _ACCOUNT, lambda known: known.active),
    Offer("people:reactivate", gettext_lazy("恢复账号"), _ACCOUNT, lambda known: not known.active),
)


def offered(here: Here, person: User, known: Known) -> tuple[list[tuple[str, str]], list[str]]:
    """The buttons (address, label) for who looks at the page, and the sentences why others are not there, each once."""
    manages = may_manage_accounts(here.user, person.agency)
    buttons: list[tuple[str, str]] = []
    reasons: dict[str, None] = {}
    for offer in OFFERS:
        if not offer.fits(known) or not (manages or (offer.also_himself and is_himself(here.user, person))):
            continue
        if why := offer.why_not(here.user, person):
            reasons[why] = None
        else:
            buttons.append((reverse(offer.route, args=[person.pk]), str(offer.label)))
    return buttons, list(reasons)
