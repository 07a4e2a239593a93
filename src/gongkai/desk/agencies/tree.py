"""The tree of agencies as of a day, and all agencies as a list."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.desk.access import must, staff
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.listing import Choice, Column, Days, Flag, Listing, listing_view
from gongkai.desk.pages import page
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency, Kind, Level, Post, PostHolding
from gongkai.records.agencies.policies import MANAGE
from gongkai.records.agencies.selectors import Node, Tree, tree_on
from gongkai.records.base import clock

OPEN_LEVELS = 1
_KINDS = dict(Kind.choices)


def sees(here: Here) -> bool:
    """Whether the person has any agency to look at."""
    return here.can(AGENCIES_SEE)


@require_safe
@staff
def tree(request: DeskRequest) -> HttpResponse:
    """The tree: names, kinds and parents as they were on the day asked for."""
    here = request.here
    must(sees(here))
    day = _day(request.GET.get("day", ""))
    whole = tree_on(day)
    seen = set(agencies_with(here.user, AGENCIES_SEE).values_list("pk", flat=True)) & set(whole.nodes)
    tops = [node for identity in seen if (node := whole.nodes[identity]).parent not in seen]
    above = [whole.nodes[identity].name for identity in reversed(whole.path(tops[0].id)[1:])] if len(tops) == 1 else []
    context = {
        "day": day,
        "is_today": day == clock.today(),
        "many": len(seen),
        "above": above,
        "tree": _branches(whole, sorted(tops, key=_order), seen),
        "may_manage": here.can(MANAGE),
    }
    return page(request, "desk/agencies/tree.html", context, title=gettext("机构"), help_topic="agencies")


def _branches(tree: Tree, tops: list[Node], seen: set[UUID]) -> SafeString:
    """The nested list. Written here and not by a template: a thousand includes cost a hundred times this."""
    address = reverse("desk:agency", kwargs={"identity": UUID(int=0)}).replace(str(UUID(int=0)), "{}")
    below = gettext("%(many)d 个下级单位")
    out: list[str] = []

    def line(node: Node) -> str:
        link = f'<a href="{address.format(node.id)}">{escape(node.name)}</a>'
        return f'{link}<span class="kind">{escape(_KINDS.get(node.kind, ""))}</span>'

    def branch(nodes: list[Node], depth: int) -> None:
        out.append('<ul class="tree">' if depth == 0 else "<ul>")
        for node in nodes:
            children = sorted((child for child in tree.children(node.id) if child.id in seen), key=_order)
            out.append("<li>")
            out.append(line(node))
            if children:
                opened = " open" if depth < OPEN_LEVELS else ""
                out.append(f"<details{opened}><summary>{escape(below % {'many': len(children)})}</summary>")
                branch(children, depth + 1)
                out.append("</details>")
            out.append("</li>")
        out.append("</ul>")

    if tops:
        branch(tops, 0)
    return mark_safe("".join(out))


_ORDER = {kind: n for n, kind in enumerate(_KINDS)}


def _order(node: Node) -> tuple[int, UUID]:
    return _ORDER.get(node.kind, 99), node.id


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _rows(here: Here) -> QuerySet[Agency]:
    return agencies_with(here.user, AGENCIES_SEE).select_related("parent")


def _new(here: Here) -> list[tuple[str, str]]:
    if not here.can(MANAGE):
        return []
    return [(gettext("登记下级单位"), reverse("desk:agency-register", kwargs={"identity": here.agency.pk}))]


AGENCIES = Listing(
    key="agencies",
    title=gettext_lazy("机构列表"),
    rows=_rows,
    may=sees,
    columns=(
        Column("name", gettext_lazy("名称"), sort=("name",), link=lambda row: reverse("desk:agency", args=[row.pk])),
        Column("kind", gettext_lazy("类型"), lambda row: row.get_kind_display(), sort=("kind",)),
        Column("level", gettext_lazy("层级"), lambda row: row.get_level_display(), sort=("level",)),
        Column("parent", gettext_lazy("上级单位"), "parent.name", sort=("parent__name",)),
        Column("credit_code", gettext_lazy("统一社会信用代码"), sort=("credit_code",)),
        Column("set_up_on", gettext_lazy("设立日期"), sort=("set_up_on",)),
        Column("ended_on", gettext_lazy("撤并日期"), sort=("ended_on",)),
    ),
    order="name",
    search=("name", "credit_code"),
    search_label=gettext_lazy("名称或代码"),
    filters=(
        Choice("kind", gettext_lazy("类型"), Kind.choices),
        Choice("level", gettext_lazy("层级"), Level.choices),
        Days("set_up", gettext_lazy("设立日期"), "set_up_on"),
        Flag("alive", gettext_lazy("只看现有单位"), lambda: Q(ended_on=None) | Q(ended_on__gt=clock.today())),
    ),
    links=_new,
    crumbs=lambda here: [(gettext("机构"), reverse("desk:agencies"))],
    help_topic="agencies",
)
listing = listing_view(AGENCIES)


def _posts(here: Here) -> QuerySet[Any]:
    today = clock.today()
    holding = PostHolding.objects.on(today).filter(post=OuterRef("pk")).order_by("-since")
    rows: QuerySet[Any] = Post.objects.on(today).filter(agency__in=agencies_with(here.user, AGENCIES_SEE).values("pk"))
    return rows.annotate(holder=Subquery(holding.values("name")[:1]), held_since=Subquery(holding.values("since")[:1]))


POSTS = Listing(
    key="posts",
    title=gettext_lazy("岗位和任职"),
    rows=lambda here: _posts(here).select_related("agency"),
    may=sees,
    columns=(
        Column("name", gettext_lazy("岗位"), sort=("name",), link=lambda row: reverse("desk:agency", args=[row.agency_id])),
        Column("agency", gettext_lazy("单位"), "agency.name", sort=("agency__name",)),
        Column("unit", gettext_lazy("所在科室"), sort=("unit",)),
        Column(
            "holder",
            gettext_lazy("任职人员"),
            lambda row: row.holder or gettext("空缺"),
            sort=("holder",),
            tone=lambda row: "" if row.holder else "overdue",
        ),
        Column("held_since", gettext_lazy("到岗日期"), sort=("held_since",)),
        Column("full_time", gettext_lazy("专职"), lambda row: gettext("专职") if row.full_time else "", sort=("full_time",)),
    ),
    order="agency",
    search=("name", "agency__name", "unit"),
    search_label=gettext_lazy("岗位或单位"),
    filters=(Flag("vacant", gettext_lazy("只看空缺"), Q(holder=None)),),
    crumbs=lambda here: [(gettext("机构"), reverse("desk:agencies"))],
    empty=gettext_lazy("还没有设立岗位。请到单位的页面设立，如公开专干、信息员。"),
    help_topic="agencies",
)
posts = listing_view(POSTS)


def vacant(here: Here) -> int:
    """How many posts one sees have nobody."""
    return _posts(here).filter(holder=None).count()
