"""How the agency, and all below it, stand: what has nothing, is overdue, is due this month; and the calendar."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.desk.access import must, staff
from gongkai.desk.catalogue.paging import Turned
from gongkai.desk.catalogue.seen import DOMAINS, OTHER, agency_seen, catalogue_seen, crumbs
from gongkai.desk.forms import ActScreen
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.pages import page
from gongkai.law import standard
from gongkai.records.accounts.roles import AGENCIES_SEE, CATALOGUE_EDIT
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency, Level
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.base.tasks.selectors import of_record
from gongkai.records.catalogue import reminding, selectors
from gongkai.records.catalogue.calendar import STATES, Kind, Stand, is_late, occurrences
from gongkai.records.catalogue.exchange.layout import domain_name
from gongkai.records.catalogue.models import Catalogue, Frequency
from gongkai.records.catalogue.standing import Standings, last_published, standings

STATE_NAMES = {
    "overdue": gettext_lazy("已逾期"),
    "due": gettext_lazy("本月应公开"),
    "never": gettext_lazy("还没有公开过"),
    "current": gettext_lazy("正常"),
}


def _said(stand: Stand) -> str:
    """What was never published and is overdue counts, and says so, in both places."""
    named = str(STATE_NAMES[stand.state])
    return f"{named}，{STATE_NAMES['overdue']}" if stand.missed and stand.state != "overdue" else named


@require_safe
@staff
def board(request: DeskRequest, identity: UUID | None = None) -> HttpResponse:
    """The matters of an agency by how they stand, the worst first; `state` and `domain` narrow, `page` turns over."""
    agency = agency_seen(request.here, identity)
    state, domain = request.GET.get("state", ""), request.GET.get("domain", "")
    state = state if state in STATE_NAMES else ""
    found = _standings(agency)
    tally = found.lines if found else []
    lines: list[tuple[Any, Stand, str, str]] = []
    counted = (line for line in tally if not domain or (line[0] or OTHER) == domain)
    turned = Turned(request, sum(many for _, stand, many in counted if not state or stand.counts_as(state, clock.today())))
    if found is not None and turned.many:
        rows, stands = found.counted_as(state) if state else found.ordered()
        rows = rows.filter(domain="" if domain == OTHER else domain) if domain else rows
        for row in rows.only("level1", "level2", "domain")[turned.first : turned.last]:
            stand = stands[row.rank]
            lines.append((row, stand, _said(stand), domain_name(row.domain)))
    context = {
        "agency": agency,
        "has_catalogue": found is not None,
        "cards": [(key, STATE_NAMES[key], many) for key, many in _counts(tally).items()],
        "domains": _by_domain(tally),
        "lines": lines,
        "turned": turned,
        "state": state,
        "state_name": STATE_NAMES.get(state, ""),
        "domain": domain,
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
    """All agencies one sees, by domain: how many matters stand as `state` says; each number opens. `page` turns over."""
    here = request.here
    must(here.can(AGENCIES_SEE))
    state = request.GET.get("state", "")
    state = state if state in STATE_NAMES else ""
    agencies = agencies_with(here.user, AGENCIES_SEE).filter(ended_on=None)
    current = selectors.catalogues_in_force(agencies)
    counts = _cells(agencies, state)
    villages = agencies.filter(level=Level.VILLAGE)
    named = agencies.filter(~Q(level=Level.VILLAGE) | Q(catalogue__isnull=False)).order_by("level", "name", "pk")
    names = [(pk, name, level) for pk, name, level in named.values_list("pk", "name", "level")]
    listed = [(pk, name) for pk, name, _ in names if pk in current]
    missing = [(pk, name) for pk, name, level in names if pk not in current and level != Level.VILLAGE]
    turned = Turned(request, len(listed))
    totals: Counter[str] = Counter()
    for cells in counts.values():
        totals.update(cells)
    used: list[tuple[str, str]] = [
        (code, escape(name)) for code, name in (*DOMAINS, (OTHER, gettext("其他事项"))) if totals[code]
    ]
    most = max((many for cells in counts.values() for many in cells.values()), default=0)
    shown = listed[turned.first : turned.last]
    there = reverse("desk:catalogue-coverage-of", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")
    context = {
        "state": state,
        "states": list(STATE_NAMES.items()),
        "domains": used,
        "rows": [_line(there.format(pk), name, counts.get(current[pk], Counter()), used, state, most) for pk, name in shown],
        "totals": [totals[code] for code, _ in used],
        "total": totals.total(),
        "turned": turned,
        "missing": missing,
        "missing_villages": villages.count() - sum(pk in current for pk, _, level in names if level == Level.VILLAGE),
    }
    return page(
        request,
        "desk/catalogue/county.html",
        context,
        title=gettext("各单位公开情况"),
        crumbs=[(gettext("公开目录"), reverse("desk:catalogue"))],
        help_topic="catalogue",
    )


def _cells(agencies: QuerySet[Agency], state: str) -> dict[UUID, Counter[str]]:
    """Version in force → how many of its matters stand so (any way for ""), by domain."""
    matters = selectors.applicable_of(selectors.versions_in_force().filter(catalogue__agency__in=agencies))
    # As text: to make a UUID of it again in each line costs more than the whole question.
    matters = matters.annotate(of=Cast("version", CharField()))
    today = clock.today()
    if not state:
        rows = list(matters.order_by().values_list("of", "domain").annotate(many=Count("*")))
    else:
        found = standings(matters, today, standard(), "of", "domain").lines
        rows = [(version, domain, many) for version, domain, stand, many in found if stand.counts_as(state, today)]
    out: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for version, domain, many in rows:
        out[version][domain or OTHER] += many
    return {UUID(version): counts for version, counts in out.items()}


def _line(there: str, name: str, counts: Counter[str], domains: list[tuple[str, str]], state: str, most: int) -> SafeString:
    """A line of the table. Written here: by a template its thousand cells would be most of the time of the page."""
    said = escape(name)
    total = counts.total()
    cells = [f'<th scope="row"><a href="{there}">{said}</a></th>']
    cells.append(f'<td><a href="{there}?state={state}">{total}</a></td>' if total else "<td>0</td>")
    for code, domain in domains:
        many = counts[code]
        label = f"{said} {domain} {many}"
        link = f'<a href="{there}?domain={code}&amp;state={state}" aria-label="{label}">{many}</a>' if many else ""
        cells.append(f'<td class="h{_heat(many, most)}">{link}</td>')
    return mark_safe("".join(cells))


def _standings(agency: Agency) -> Standings | None:
    """How the agency's matters stand today; None without a catalogue in force."""
    version = selectors.catalogues_in_force([agency.pk]).get(agency.pk)
    return None if version is None else standings(selectors.applicable_of([version]), clock.today(), standard(), "domain")


Tally = list[tuple[Any, ...]]
"""Lines of a domain, a stand, how many."""


def _counts(tally: Tally) -> dict[str, int]:
    today = clock.today()
    return {state: sum(many for _, stand, many in tally if stand.counts_as(state, today)) for state in STATES}


def _by_domain(tally: Tally) -> list[dict[str, Any]]:
    of_domain: dict[str, Tally] = {}
    for line in tally:
        of_domain.setdefault(line[0], []).append(line)
    return [
        {
            "code": code or OTHER,
            "name": domain_name(code),
            "counts": [(state, STATE_NAMES[state], many) for state, many in _counts(of_domain[code]).items()],
            "total": sum(many for _, _, many in of_domain[code]),
        }
        for code in [*(c for c, _ in DOMAINS), ""]
        if code in of_domain
    ]


def _heat(number: int, most: int) -> int:
    """0 to 5."""
    return 0 if not number else 1 + 4 * number // most


@require_safe
@staff
def calendar(request: DeskRequest, identity: UUID | None = None) -> HttpResponse:
    """What falls due in a month (`month`: 2026-03): a calendar, and the same as a list, of which `page` turns over."""
    here = request.here
    agency = agency_seen(here, identity)
    today = clock.today()
    first, last = reminding.month_of(_month(request.GET.get("month", ""), today))
    version = selectors.catalogues_in_force([agency.pk])
    periodic = selectors.applicable_of(version.values()).filter(frequency=Frequency.PERIODIC).order_by("position", "pk")
    rows = periodic.values_list("key", "level1", "level2", "frequency", *Kind._fields, "demanded_from", named=True)
    found = occurrences(rows, first, last, standard())
    published = last_published(periodic, today)
    turned = Turned(request, len(found))
    by_day: dict[date, list[Any]] = {}
    for one in found:
        late = published is not None and is_late(one.last, one.due, published.get(one.key) if one.key else None, today)
        by_day.setdefault(one.due, []).append((one, late))
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start <= last:
        weeks.append([_day(start + timedelta(days=n), first, last, today, by_day) for n in range(7)])
        start += timedelta(days=7)
    catalogue = selectors.of_agency(agency)
    waiting = of_record(catalogue).filter(code=reminding.month_code(first), closed_at=None).exists() if catalogue else False
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    context = {
        "agency": agency,
        "first": first,
        "weeks": weeks,
        "found": found[turned.first : turned.last],
        "turned": turned,
        "provisional": any(one.provisional for one in found),
        "before": f"{before:%Y-%m}" if _reached(before) else "",
        "after": f"{after:%Y-%m}" if _reached(after) else "",
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
    return found if _reached(found) else today


def _reached(day: date) -> bool:
    """Whether the law's calendar says which days of the month, and of the limits that end in it, are worked."""
    working = standard().calendar
    return working.first < day.replace(day=1) and day.year <= working.last.year


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
        found = catalogue_seen(here, address["identity"])
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
    found = _standings(here.agency)
    counts = _counts(found.lines) if found else {}
    return [(state, str(STATE_NAMES[state]), many) for state, many in counts.items()]
