"""Today: what waits for me, by when, and why; what came back; then the numbers of my agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk import help as texts
from gongkai.desk import kinds
from gongkai.desk.access import staff
from gongkai.desk.here import SESSION_KEY, DeskRequest, Here
from gongkai.desk.listing import Choice, Column, Listing, listing_view
from gongkai.desk.pages import page
from gongkai.desk.panels import panels
from gongkai.records.accounts import vouching
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE
from gongkai.records.accounts.selectors import returned_to
from gongkai.records.base import clock
from gongkai.records.base.tasks.models import Task
from gongkai.records.base.tasks.selectors import waiting_for_any

SHOWN = 12
"""Tasks of a group on the home page; the rest is in the list."""

NEW_DAYS = 14
"""How long somebody is new, and led to the page of help for the first day."""

GROUPS = (
    ("overdue", gettext_lazy("已超期")),
    ("today", gettext_lazy("今天到期")),
    ("week", gettext_lazy("七天之内")),
    ("later", gettext_lazy("以后")),
    ("none", gettext_lazy("没有期限")),
)


def in_group(group: str, today: date) -> Q:
    """The tasks of a group on a day. Overdue: the day is over (the day itself still counts)."""
    week = today + timedelta(days=7)
    return {
        "overdue": Q(due__lt=today),
        "today": Q(due=today),
        "week": Q(due__gt=today, due__lte=week),
        "later": Q(due__gt=week),
        "none": Q(due=None),
    }[group]


def said_when(due: date | None, today: date) -> str:
    """By when, for the eye."""
    if due is None:
        return gettext("没有期限")
    days = (due - today).days
    if days < 0:
        return ngettext("已超期 %(days)d 天", "已超期 %(days)d 天", -days) % {"days": -days}
    if days == 0:
        return gettext("今天")
    return gettext("%(day)s（还有 %(days)d 天）") % {"day": due.isoformat(), "days": days}


@dataclass
class Line:
    """A task as the home page shows it: `whose` is the absent person's name, `about` the record's."""

    reason: str
    when: str
    url: str
    about: str
    whose: str


@dataclass
class Group:
    """The tasks of a group; `more_said` counts them all where not all are shown."""

    key: str
    title: Any
    tasks: list[Line]
    many: int

    @property
    def more(self) -> bool:
        return self.many > len(self.tasks)

    @property
    def many_said(self) -> str:
        return gettext("%(many)d 件") % {"many": self.many}

    more_said = many_said


def lines(tasks: Sequence[Task], here: Here, today: date) -> list[Line]:
    """Tasks with the records they are about; one query a kind of record."""
    shown = kinds.shown((task.record_type, task.record_id) for task in tasks)
    names = {row.absent.actor_key: row.absent.name for row in here.standing_in}
    made = []
    for task in tasks:
        about = shown.get((task.record_type, task.record_id))
        said = f"{about.kind}：{about.title}" if about and about.title not in task.reason else about.kind if about else ""
        made.append(Line(task.reason, said_when(task.due, today), about.url if about else "", said, names.get(task.owner, "")))
    return made


def groups_of(here: Here, today: date) -> list[Group]:
    """The groups that have something: one query for the counts, one a group."""
    waiting = waiting_for_any(here.owners)
    counts = waiting.order_by().aggregate(**{f"n_{key}": Count("pk", filter=in_group(key, today)) for key, _ in GROUPS})
    found = [(key, title, list(waiting.filter(in_group(key, today))[:SHOWN])) for key, title in GROUPS if counts[f"n_{key}"]]
    said = iter(lines([task for _, _, tasks in found for task in tasks], here, today))
    return [Group(key, title, [next(said) for _ in tasks], counts[f"n_{key}"]) for key, title, tasks in found]


def _first_day(here: Here) -> tuple[str, str] | None:
    """The page of help for who is new here: its topic and title."""
    if not here.has_role or (clock.now() - here.user.enrolled_at).days >= NEW_DAYS:
        return None
    topic = "moving-in" if here.can(ACCOUNTS_MANAGE) else "first-day"
    return topic, texts.topics()[topic]


@require_safe
@staff
def home(request: DeskRequest) -> HttpResponse:
    """The first page."""
    here, today = request.here, clock.today()
    groups = groups_of(here, today)
    context = {
        "today": today,
        "groups": groups,
        "total": sum(group.many for group in groups),
        "returned": [
            {
                "subject": decision.subject,
                "url": reverse("desk:decision", args=[decision.pk]),
                "on": decision.decided_on,
                "decider": decision.decider.name,
                "comment": decision.comment,
            }
            for decision in returned_to(here.owners)[:SHOWN]
        ],
        "panels": panels(here) if here.has_role else [],
        "first_day": _first_day(here),
        "given": vouching.notice(here.user),
    }
    return page(request, "desk/home.html", context, title=gettext("今日工作"), help_topic="today")


@require_POST
@csrf_protect
@staff
def switch(request: DeskRequest) -> HttpResponseBase:
    """Sits down at another of one's agencies."""
    chosen = request.POST.get("agency", "")
    agency = next((agency for agency in request.here.agencies if str(agency.pk) == chosen), None)
    if agency is None:
        messages.error(request, gettext("您在该单位没有角色，请重新选择。"))
    else:
        request.session[SESSION_KEY] = str(agency.pk)
        messages.success(request, gettext("当前单位：%(name)s") % {"name": agency.name})
    return HttpResponseRedirect(reverse("desk:home"))


def _rows(here: Here) -> QuerySet[Task]:
    return waiting_for_any(here.owners)


def _prepare(here: Here, rows: list[Any]) -> None:
    today = clock.today()
    for task, line in zip(rows, lines(rows, here, today), strict=True):
        task.line = line


TASKS = Listing(
    key="tasks",
    title=gettext_lazy("全部待办"),
    rows=_rows,
    columns=(
        Column("reason", gettext_lazy("事项"), sort=("reason",), link=lambda task: task.line.url),
        Column("when", gettext_lazy("期限"), lambda task: task.line.when, sort=("due", "opened_at")),
        Column("due", gettext_lazy("到期日"), shown=False),
        Column("about", gettext_lazy("有关记录"), lambda task: task.line.about),
        Column("whose", gettext_lazy("代理"), lambda task: task.line.whose),
        Column("opened_at", gettext_lazy("交办时间"), sort=("opened_at",)),
    ),
    order="when",
    search=("reason",),
    filters=(Choice("when", gettext_lazy("期限"), GROUPS, lambda rows, value: rows.filter(in_group(value, clock.today()))),),
    empty=gettext_lazy("没有等待您办理的事项。"),
    prepare=_prepare,
    help_topic="today",
)
tasks = listing_view(TASKS)
