"""How the agency, and all below it, stand: what has nothing, is overdue, is due this month; and the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.desk.access import must, staff
from gongkai.desk.catalogue.seen import DOMAINS, OTHER, agency_seen, crumbs
from gongkai.desk.forms import ActScreen
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.pages import page
from gongkai.law import standard
from gongkai.records.accounts.roles import AGENCIES_SEE, CATALOGUE_EDIT
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import NotFound
from gongkai.records.base.tasks.selectors import of_record
from gongkai.records.catalogue import reminding, selectors
from gongkai.records.catalogue.calendar import STATES, Covered, coverage_of_all, occurrences
from gongkai.records.catalogue.exchange.layout import domain_name
from gongkai.records.catalogue.models import Catalogue, Frequency, Matter

STATE_NAMES = {
    "overdue": gettext_lazy("已逾期"),
    "due": gettext_lazy("本月应公开"),
    "never": gettext_lazy("还没有公开过"),
    "current": gettext_lazy("正常"),
}
PAGE = 100


@require_safe
@staff
def board(request: DeskRequest, identity: UUID | None = None) -> HttpResponse:
    """The matters of an agency by how they stand; `state` and `domain` narrow."""
    agency = agency_seen(request.here, identity)
    must(request.here.can(AGENCIES_SEE, agency))
    covered = _covered([agency.pk]).get(agency.pk)
    state, domain = request.GET.get("state", ""), request.GET.get("domain", "")
    counts = _counts(covered or [])
    by_domain = _by_domain(covered or [])
    wanted = [c for c in covered or () if (not state or _stands(c, state)) and (not domain or _code(c) == domain)]
    wanted.sort(key=lambda c: (STATES.index(c.state), c.due or date.max))
    context = {
        "agency": agency,
        "has_catalogue": covered is not None,
        "cards": [(key, STATE_NAMES[key], counts[key]) for key in STATES],
        "domains": by_domain,
        "lines": [(one, STATE_NAMES[one.state], domain_name(one.row.domain)) for one in wanted[:PAGE]],
        "many": len(wanted),
        "most": PAGE,
        "state": state,
        "state_name": STATE_NAMES.get(state, ""),
        "domain": domain,
        "choices": [*DOMAINS, (OTHER, gettext("其他事项"))],
        "states": list(STATE_NAMES.items()),
    }
    return page(
        request,
        "desk/catalogue/coverage.html",
        context,
        title=gettext("公开情况"),
        crumbs=crumbs(agency),
        help_topic="catalogue",
    )


@require_safe
@staff
def county(request: DeskRequest) -> HttpResponse:
    """All agencies one sees, by domain: how many matters stand as `state` says; each number opens."""
    here = request.here
    must(here.can(AGENCIES_SEE))
    state = request.GET.get("state", "")
    state = state if state in STATE_NAMES else ""
    agencies = list(
        agencies_with(here.user, AGENCIES_SEE).filter(ended_on=None).order_by("level", "name").only("name", "level")
    )
    covered = _covered([agency.pk for agency in agencies])
    shown = [*DOMAINS, (OTHER, gettext("其他事项"))]
    lines = []
    missing = []
    totals: Counter[str] = Counter()
    for agency in agencies:
        if agency.pk not in covered:
            missing.append(agency)
            continue
        found = [one for one in covered[agency.pk] if not state or _stands(one, state)]
        counts = Counter(_code(one) for one in found)
        totals.update(counts)
        lines.append((agency, counts, len(found)))
    used = [(code, name) for code, name in shown if totals[code]]
    most = max((n for _, counts, _ in lines for n in counts.values()), default=0)
    context = {
        "state": state,
        "states": list(STATE_NAMES.items()),
        "domains": used,
        "rows": [
            {
                "agency": agency,
                "total": total,
                "cells": [(code, name, counts[code], _heat(counts[code], most)) for code, name in used],
            }
            for agency, counts, total in lines
        ],
        "totals": [(code, totals[code]) for code, _ in used],
        "total": sum(totals.values()),
        "missing": [agency for agency in missing if agency.level != "village"],
        "missing_villages": sum(agency.level == "village" for agency in missing),
    }
    return page(
        request,
        "desk/catalogue/county.html",
        context,
        title=gettext("各单位公开情况"),
        crumbs=[(gettext("公开目录"), reverse("desk:catalogue"))],
        help_topic="catalogue",
    )


def _covered(agencies: list[UUID]) -> dict[UUID, list[Covered]]:
    """Agency → how its matters stand, of those with a catalogue in force."""
    versions = selectors.catalogues_in_force(agencies)
    return coverage_of_all(selectors.rows_of_all(versions), clock.today(), standard())


def _stands(one: Covered, state: str) -> bool:
    """Whether a matter counts there: what was never published and is due this month counts in both places."""
    if state == "due" and one.state == "never" and one.due is not None:
        today = clock.today()
        return (one.due.year, one.due.month) == (today.year, today.month)
    return one.state == state


def _counts(covered: list[Covered]) -> Counter[str]:
    return Counter(state for one in covered for state in STATES if _stands(one, state))


def _code(one: Covered) -> str:
    return one.row.domain or OTHER


def _by_domain(covered: list[Covered]) -> list[dict[str, Any]]:
    counts: dict[str, Counter[str]] = {}
    for one in covered:
        counts.setdefault(_code(one), Counter()).update(state for state in STATES if _stands(one, state))
    return [
        {
            "code": code,
            "name": domain_name("" if code == OTHER else code),
            "counts": [(state, STATE_NAMES[state], counts[code][state]) for state in STATES],
            "total": sum(_code(one) == code for one in covered),
        }
        for code in [*(c for c, _ in DOMAINS), OTHER]
        if code in counts
    ]


def _heat(number: int, most: int) -> int:
    """0 to 5."""
    return 0 if not number else 1 + 4 * number // most


@require_safe
@staff
def calendar(request: DeskRequest, identity: UUID | None = None) -> HttpResponse:
    """What falls due in a month (`month`: 2026-03): a calendar, and the same as a list."""
    here = request.here
    agency = agency_seen(here, identity)
    must(here.can(AGENCIES_SEE, agency))
    today = clock.today()
    first, last = reminding.month_of(_month(request.GET.get("month", ""), today))
    version = selectors.catalogues_in_force([agency.pk])
    periodic = Matter.objects.filter(frequency=Frequency.PERIODIC)
    rows = selectors.rows_of_all(version, periodic).get(agency.pk, [])
    found = occurrences(rows, first, last, standard())
    by_day: dict[date, list[Any]] = {}
    for one in found:
        by_day.setdefault(one.due, []).append(one)
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start <= last:
        weeks.append([_day(start + timedelta(days=n), first, last, today, by_day) for n in range(7)])
        start += timedelta(days=7)
    catalogue = selectors.of_agency(agency)
    waiting = of_record(catalogue).filter(code=reminding.month_code(first), closed_at=None).exists() if catalogue else False
    context = {
        "agency": agency,
        "first": first,
        "weeks": weeks,
        "found": found,
        "provisional": any(one.provisional for one in found),
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "today": today,
        "weekdays": [gettext("一"), gettext("二"), gettext("三"), gettext("四"), gettext("五"), gettext("六"), gettext("日")],
        "confirm": waiting and here.can(CATALOGUE_EDIT, agency) and first <= today,
        "catalogue": catalogue,
        "has_catalogue": bool(version),
    }
    title = gettext("%(year)d年%(month)d月应公开") % {"year": first.year, "month": first.month}
    return page(request, "desk/catalogue/calendar.html", context, title=title, crumbs=crumbs(agency), help_topic="catalogue")


def _month(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return found if abs(found.year - today.year) <= 10 else today


def _day(day: date, first: date, last: date, today: date, by_day: dict[date, list[Any]]) -> dict[str, Any]:
    due = by_day.get(day, []) if first <= day <= last else []
    return {"day": day, "inside": first <= day <= last, "today": day == today, "due": due[:3], "more": max(0, len(due) - 3)}


class ConfirmForm(forms.Form):
    """The month that was looked through."""

    month = forms.DateField(widget=forms.HiddenInput)


class Confirm(ActScreen):
    """What was due in the month has been looked through."""

    name, title, form = "catalogue.confirm", gettext_lazy("核对本月应公开事项"), ConfirmForm
    submit, done = gettext_lazy("已逐项核对"), gettext_lazy("已记录，本月的待办完成。")
    why = gettext_lazy("请先逐项核对本月到期的事项都已公开，再确认。")
    keeps_draft = False
    versioned = False
    help_topic = "catalogue"

    def load(self, here: Here, **address: Any) -> Catalogue:
        found = Catalogue.objects.select_related("agency__parent").filter(pk=address["identity"]).first()
        if found is None or not here.can(AGENCIES_SEE, found.agency):
            raise NotFound(gettext("找不到该目录，请返回公开目录。"))
        self.month = _month(address["month"], clock.today()).replace(day=1)
        return found

    def may(self, here: Here, subject: Catalogue) -> bool:
        return here.can(CATALOGUE_EDIT, subject.agency)

    def initial(self, here: Here, subject: Catalogue) -> dict[str, Any]:
        return {"month": self.month}

    def crumbs(self, here: Here, subject: Catalogue) -> list[tuple[str, str]]:
        return [*crumbs(subject.agency), (gettext("日历"), reverse("desk:catalogue-calendar-of", args=[subject.agency_id]))]

    def act(self, here: Here, subject: Catalogue, data: dict[str, Any], **call: Any) -> Done:
        return reminding.confirm_month(subject.pk, data["month"], **call)

    def next(self, here: Here, subject: Catalogue, done: Done) -> str:
        return reverse("desk:catalogue-calendar-of", args=[subject.agency_id])


def figures(here: Here) -> list[tuple[str, str, int]]:
    """State, its name and how many matters of the agency stand so; [] without a catalogue in force."""
    covered = _covered([here.agency.pk]).get(here.agency.pk)
    if covered is None:
        return []
    counts = _counts(covered)
    return [(state, str(STATE_NAMES[state]), counts[state]) for state in STATES]
