"""Remarks of supervisors on records: a panel for a record's page, the list, saying one, answering one.

A record's page shows the panel so:  context["remarks"] = remarks.panel(here, record)  and
{% include "people/parts/remarks.html" %}.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk import kinds
from gongkai.desk.forms import ActScreen
from gongkai.desk.here import Here
from gongkai.desk.listing import Choice, Column, Listing, listing_view
from gongkai.records.accounts import remarks
from gongkai.records.accounts.models import Remark
from gongkai.records.accounts.roles import COMMENT, DECISIONS_ASK
from gongkai.records.agencies.models import Agency
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import NotFound
from gongkai.records.base.record import id_of, type_of


class RemarkForm(forms.Form):
    """What is to be said."""

    text = forms.CharField(label=gettext_lazy("意见"), max_length=remarks.LONGEST, widget=forms.Textarea(attrs={"rows": 5}))


class AnswerForm(forms.Form):
    """The answer."""

    text = forms.CharField(label=gettext_lazy("回复"), max_length=remarks.LONGEST, widget=forms.Textarea(attrs={"rows": 5}))


def _may_comment(here: Here, agency: Agency) -> bool:
    return here.can(COMMENT, agency)


def _may_answer(here: Here, agency: Agency) -> bool:
    return here.can(DECISIONS_ASK, agency)


def panel(here: Here, record: models.Model) -> dict[str, Any] | None:
    """What the panel of a record's page needs; None for who may neither comment nor answer there."""
    agency = record if isinstance(record, Agency) else record.agency  # type: ignore[attr-defined]
    comments, answers = _may_comment(here, agency), _may_answer(here, agency)
    if not comments and not answers:
        return None
    record_type, identity = type_of(record), id_of(record)
    return {
        "rows": [
            {"row": row, "answerable": answers and row.answered_at is None and row.author_id != here.user.pk}
            for row in remarks.remarks_on(record_type, identity)[:50]
        ],
        "say": reverse("people:remark", args=[record_type, identity]) if comments else "",
    }


class Say(ActScreen):
    """A remark on a record."""

    name, title, form = "accounts.remark", gettext_lazy("提出监督意见"), RemarkForm
    why = gettext_lazy("意见发给该单位的公开专干，须书面回复；意见和回复都留在记录上。")
    submit, done, versioned = gettext_lazy("提出"), gettext_lazy("意见已提出，等待回复。"), False

    record_type: str
    identity: UUID
    shown: kinds.Shown | None

    def load(self, here: Here, **address: Any) -> models.Model:
        """The record, as far as its kind is known and the person comments on its agency."""
        record_type, identity = address["record_type"], address["identity"]
        known = kinds.of_type(record_type)
        agency = known.agency(identity) if known else None
        self.shown = kinds.shown([(record_type, identity)]).get((record_type, identity))
        if agency is None or self.shown is None or not _may_comment(here, agency):
            raise NotFound(gettext("找不到要评议的记录，或您没有评议它的角色。"))
        self.record_type, self.identity = record_type, identity
        return agency

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        """Says it."""
        call.pop("expected_version", None)
        return remarks.remark(self.record_type, self.identity, data["text"], **call)

    def next(self, here: Here, subject: Any, done: Done) -> str:
        """Back to the record, or to the list of remarks."""
        return (self.shown.url if self.shown else "") or reverse("people:remarks")

    def crumbs(self, here: Here, subject: Any) -> Sequence[tuple[str, str]]:
        """The record."""
        return [(self.shown.title, self.shown.url)] if self.shown else []

    def _draft_name(self, subject: Any) -> str:
        return f"{self.name}:{self.record_type}:{self.identity}"


class Answer(ActScreen):
    """The remark, and its answer."""

    name, title, form = "accounts.answer_remark", gettext_lazy("回复监督意见"), AnswerForm
    submit, done = gettext_lazy("回复"), gettext_lazy("已回复。")
    template = "people/remark.html"

    def load(self, here: Here, **address: Any) -> Remark:
        """A remark one may see."""
        found = remarks.remarks_for(here.user).filter(pk=address["identity"]).first()
        if found is None:
            raise NotFound(gettext("找不到该监督意见，请刷新页面。"))
        return found

    def context(self, here: Here, subject: Remark) -> dict[str, Any]:
        """The remark, what it is about, and whether this person answers."""
        about = kinds.shown([(subject.record_type, subject.record_id)]).get((subject.record_type, subject.record_id))
        open_still = subject.answered_at is None and subject.author_id != here.user.pk
        return {"remark": subject, "about": about, "answerable": open_still and _may_answer(here, subject.agency)}

    def act(self, here: Here, subject: Remark, data: dict[str, Any], **call: Any) -> Done:
        """Answers it."""
        return remarks.answer(subject.pk, data["text"], **call)

    def next(self, here: Here, subject: Remark, done: Done) -> str:
        """The remark with its answer."""
        return reverse("people:answer-remark", args=[subject.pk])

    def crumbs(self, here: Here, subject: Remark) -> Sequence[tuple[str, str]]:
        """The list."""
        return [(gettext("监督意见"), reverse("people:remarks"))]


def may_see(here: Here) -> bool:
    """Who comments or answers."""
    return here.can_any(COMMENT, DECISIONS_ASK)


def _rows(here: Here, **address: Any) -> QuerySet[Remark]:
    return remarks.remarks_for(here.user)


def _answered(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(answered_at=None) if state == "open" else rows.exclude(answered_at=None)


REMARKS = Listing(
    key="accounts.remarks",
    title=gettext_lazy("监督意见"),
    rows=_rows,
    columns=(
        Column(
            "text",
            gettext_lazy("意见"),
            lambda row: row.text[:80],
            link=lambda row: reverse("people:answer-remark", args=[row.pk]),
        ),
        Column("agency", gettext_lazy("单位"), "agency.name", sort=("agency__name",)),
        Column("author", gettext_lazy("提出人"), "author.name", sort=("author__name",)),
        Column("made", gettext_lazy("提出时间"), "made_at", sort=("made_at",)),
        Column("state", gettext_lazy("状态"), lambda row: gettext("已回复") if row.answered_at else gettext("待回复")),
    ),
    filters=(
        Choice(
            "state",
            gettext_lazy("状态"),
            (("open", gettext_lazy("待回复")), ("answered", gettext_lazy("已回复"))),
            _answered,
        ),
    ),
    search=("text", "agency__name", "author__name"),
    order="-made",
    may=may_see,
    empty=gettext_lazy("还没有监督意见。"),
)
remark_list = listing_view(REMARKS)
