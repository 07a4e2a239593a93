"""What waits for my decision, and what became of what was asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.here import Here
from gongkai.desk.home import said_when
from gongkai.desk.listing import Choice, Column, Days, Listing, listing_view
from gongkai.records.accounts.models import Decision, Means, Outcome
from gongkai.records.accounts.selectors import decisions_for, waiting_decisions
from gongkai.records.base import clock

MINE, ASKED, ALL = "mine", "asked", "all"
WAITING = "waiting"


def rows(here: Here) -> QuerySet[Any]:
    """The decisions one may see; `whose` says which of them wait or waited for oneself, which one asked for."""
    deciders = [here.user.pk, *(row.absent_id for row in here.standing_in)]
    whose = Case(
        When(decider__in=deciders, then=Value(MINE)),
        When(pk__in=waiting_decisions(here.owners), then=Value(MINE)),
        When(asked_by__in=here.owners, then=Value(ASKED)),
        default=Value(ALL),
    )
    return decisions_for(here.user).annotate(whose=whose)


def _narrow_whose(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found if value == ALL else found.filter(whose=value)


def _narrow_state(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == ALL:
        return found
    return found.filter(outcome="" if value == WAITING else value)


def _state(row: Decision) -> str:
    return Outcome(row.outcome).label if row.outcome else gettext("待签批")


def _when(row: Decision) -> str:
    return "" if row.outcome else said_when(row.due, clock.today())


def _tone(row: Decision) -> str:
    due: date | None = row.due
    return "overdue" if not row.outcome and due is not None and due < clock.today() else ""


DECISIONS = Listing(
    key="decisions",
    title=gettext_lazy("签批"),
    rows=rows,
    columns=(
        Column("subject", gettext_lazy("事项"), sort=("subject",), link=lambda row: reverse("desk:decision", args=[row.pk])),
        Column("agency", gettext_lazy("单位"), "agency.name", sort=("agency__name",)),
        Column("decider", gettext_lazy("签批人"), "decider.name", sort=("decider__name",)),
        Column("due", gettext_lazy("期限"), _when, sort=("due", "asked_at"), tone=_tone),
        Column("state", gettext_lazy("结果"), _state, sort=("outcome",)),
        Column("means", gettext_lazy("方式"), lambda row: Means(row.means).label if row.means else "", sort=("means",)),
        Column("decided_on", gettext_lazy("签批日期"), sort=("decided_on",)),
        Column("asked_at", gettext_lazy("报送时间"), sort=("asked_at",)),
        Column("comment", gettext_lazy("意见"), shown=False),
    ),
    order="due",
    search=("subject", "agency__name", "decider__name"),
    filters=(
        Choice(
            "whose",
            gettext_lazy("范围"),
            ((MINE, gettext_lazy("等我签批的")), (ASKED, gettext_lazy("我报出的")), (ALL, gettext_lazy("全部可看的"))),
            _narrow_whose,
            default=MINE,
        ),
        Choice(
            "state",
            gettext_lazy("结果"),
            ((WAITING, gettext_lazy("待签批")), *Outcome.choices, (ALL, gettext_lazy("全部"))),
            _narrow_state,
            default=WAITING,
        ),
        Days("decided", gettext_lazy("签批日期"), "decided_on"),
    ),
    empty=gettext_lazy("没有等待您签批的事项。您报送的，请在“范围”里选“我报出的”。"),
    help_topic="decisions",
)
decisions = listing_view(DECISIONS)
