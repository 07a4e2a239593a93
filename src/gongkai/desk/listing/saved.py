"""Saved views: a list's address under a name of one's own."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from gongkai.records.accounts.models import SavedView, User
from gongkai.records.base import clock
from gongkai.records.base.errors import Refused

MOST = 20


def of_list(user: User, listing: str) -> QuerySet[SavedView]:
    """The person's views of a list."""
    return SavedView.objects.filter(user=user, listing=listing)


def keep(user: User, listing: str, name: str, query: str) -> None:
    """Keeps the view; one of the same name is replaced. Refused without a name, past MOST, or for too long an address."""
    name = name.strip()
    if not name or len(name) > 60:
        raise Refused(gettext("请填写视图名称（不超过 60 字）。"), "name_invalid")
    if len(query) > 1000:
        raise Refused(gettext("筛选条件太长，不能存为视图；请减少条件。"), "query_too_long")
    with transaction.atomic():
        others = of_list(user, listing).exclude(name=name)
        if others.count() >= MOST:
            raise Refused(gettext("一个列表最多存 %(most)d 个视图，请先删除不用的。") % {"most": MOST}, "too_many")
        SavedView.objects.update_or_create(
            user=user, listing=listing, name=name, defaults={"query": query, "saved_at": clock.now()}
        )


def drop(user: User, listing: str, identity: str) -> None:
    """Deletes a view of one's own."""
    if identity.isdigit():
        of_list(user, listing).filter(pk=int(identity)).delete()
