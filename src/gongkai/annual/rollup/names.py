"""Which agency a name means under a superior: 云水县财政局, 县财政局 and 财政局 are one under 云水县, and nothing else is.

Names are compared whole after what the superior's place adds has been taken away; likeness never counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gongkai.annual import agencies
from gongkai.annual.rollup.model import Kind

_SHORT_PLACE = re.compile(r"(?:市(?!场|政|容|民)|县(?!志|域)|区(?!域|划)|省(?!级)|州|旗|盟)(?=..)")
"""县 of 县财政局; not 市 of 市场监督管理局."""
_OWN = frozenset({"政府", "政府办公室", "政府办公厅"})
"""The superior itself and its own office."""


def key(name: str, superior: str) -> str:
    """What a name is compared by: without white space, the superior's places and the systems' prefixes."""
    return _key("".join(name.split()), _place("".join(superior.split())))


@lru_cache(maxsize=8192)
def _key(name: str, place: str) -> str:
    name = agencies.complete(agencies.without_state_system(name))
    places = agencies.split_places(name)
    if place and place in places:
        name = name[sum(map(len, places[: places.index(place) + 1])) :]
        # 云水县人民政府 ends here; 云水县清河乡 is 清河乡人民政府 whichever way it is written.
    elif place and (short := _SHORT_PLACE.match(name)) and short.group() == place[-1]:
        rest = name[1:]
        if rest.startswith(("人民政府", "政府")) or agencies.kind_and_level(rest)[0] == "department":
            name = rest
    return name.replace("人民政府", "政府")


@lru_cache(maxsize=512)
def _place(superior: str) -> str:
    """The innermost place of the superior: 云水县 of 青川市云水县人民政府 and of 云水县教育局."""
    places = agencies.split_places(agencies.complete(superior))
    return places[-1] if places else ""


def is_superior(name: str, superior: str) -> bool:
    """Whether the name is the superior's own."""
    return key(name, superior) == key(superior, superior)


def is_own(name: str, superior: str) -> bool:
    """Whether the name is the superior's own or, for a government, its own office's (云水县人民政府办公室)."""
    if is_superior(name, superior):
        return True
    return agencies.complete(superior).endswith("政府") and key(name, superior) in _OWN


def is_elsewhere(name: str, superior: str) -> bool:
    """Whether the name tells for certain that the agency belongs to another place: another county, under a county."""
    place = _place("".join(superior.split()))
    if not place or agencies.level_of_place(place) != "county":
        return False
    places = agencies.split_places(agencies.without_state_system("".join(name.split())))
    return place not in places and any(agencies.level_of_place(p) == "county" for p in places)


def kind_of(name: str, superior: str) -> Kind | None:
    """The kind a name itself tells; None where it does not."""
    if is_own(name, superior):
        return "own"
    if agencies.is_vertical(name):
        return "vertical"
    kind, level = agencies.kind_and_level(name)
    if level == "township" and kind in ("government", "subdistrict_office"):
        return "township"
    return "department" if kind == "department" else None


def superior_of(names: Iterable[str]) -> str | None:
    """The government all these agencies stand under: the innermost place that every name which names one begins with.
    None where there is none, or fewer than two agencies name one."""
    chains = [chain for name in set(names) if (chain := _chain(name))]
    if len(chains) < 2:
        return None
    common = [place for place in chains[0] if all(place in chain for chain in chains)]
    return agencies.complete(common[-1]) if common else None


def _chain(name: str) -> Sequence[str]:
    places = agencies.split_places(agencies.without_state_system("".join(name.split())))
    # A bare 清河乡 does not say under which county it is.
    return () if all(agencies.level_of_place(p) == "township" for p in places) else places
