"""What the screens of decisions bring: navigation, the kind of record, numbers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.decisions.lists import ASKED, MINE, rows
from gongkai.desk.here import Here
from gongkai.desk.kinds import kind
from gongkai.desk.navigation import entry
from gongkai.desk.panels import Figure, Panel, panel
from gongkai.records.accounts.models import Decision
from gongkai.records.accounts.roles import DECISIONS_ASK, DECISIONS_MAKE


def decides(here: Here) -> bool:
    """Whether the person has to do with decisions where they sit."""
    return here.can_any(DECISIONS_ASK, DECISIONS_MAKE)


entry(gettext_lazy("签批"), "desk:decisions", 20, shown=decides, part="desk:decision")
kind("accounts.decision", gettext_lazy("签批"), model=Decision, view="desk:decision", related=("agency",))


@panel(order=20)
def decisions(here: Here) -> Panel | None:
    """What waits for my decision, and what I wait for."""
    if not decides(here):
        return None
    waiting = rows(here).filter(outcome="")
    counts = dict.fromkeys((MINE, ASKED), 0)
    for whose in waiting.values_list("whose", flat=True)[:1000]:
        if whose in counts:
            counts[whose] += 1
    address = reverse("desk:decisions")
    return Panel(
        gettext("签批"),
        [
            Figure(gettext("等我签批"), counts[MINE], address),
            Figure(gettext("我报出、还没有签批"), counts[ASKED], f"{address}?whose={ASKED}"),
        ],
    )
