"""An agency's full name out of a title and the other words for it in a report."""

from __future__ import annotations

import re

from gongkai.annual.agencies import names, regions

_LEAD_IN = re.compile(r"^.*?(?:请与|请向|请联系|联系|由|向|与|和|及|以及|在|为|是|系|将|对|经|按|按照|根据|落实)(?=.)")
_OFFICE_SHORT = re.compile(r"(?:人民政府)?街道(?:办事处|办)?$")


def normalise(title_name: str | None, as_written: list[str]) -> str | None:
    """The agency's name: `title_name` is what the title calls it, `as_written` how it is called elsewhere (signature, intro,
    contact).

    A title that names only a place means that place's 人民政府 (a 街道: its 办事处; a zone: its 管理委员会). A fuller wording
    of the same name wins, wherever it stands: 甲乡 with the signature 乙县甲乡人民政府 is the latter. None where nothing
    names an agency.
    """
    written = [cleaned for text in as_written if (cleaned := complete(text))]
    own = complete(title_name or "")
    if not own:
        return max(written, key=len, default=None)
    best = own
    for candidate in written:
        candidate = _without_lead_in(candidate, own)
        if len(candidate) > len(best) and candidate.endswith(own) and _is_prefix(candidate[: -len(own)]):
            best = candidate
    return best


def complete(name: str) -> str:
    """The name with what a bare place leaves out: 甲乡 → 甲乡人民政府, 乙街道 → 乙街道办事处; others as they are."""
    name = "".join(name.split()).strip('，。、：:；;“”"（）()《》')
    if not name:
        return ""
    if name.endswith("街道办") or name.endswith("街道"):
        return _OFFICE_SHORT.sub("街道办事处", name)
    if name.endswith("管委会"):
        return name.removesuffix("管委会") + "管理委员会"
    if name.endswith("人民政府"):
        return name
    kind, _ = names.kind_and_level(name)
    if kind == "government" and not name.endswith(("国务院", "行政公署")):
        return name.removesuffix("政府") + "人民政府"
    if kind == "other" and name.endswith("区") and names.ZONE.search(name):
        return name + "管理委员会"
    return name


def _without_lead_in(candidate: str, own: str) -> str:
    """“请与乙县甲乡人民政府” without the words before the name. A lead-in inside the place's own name is left alone."""
    prefix = candidate[: -len(own)] if candidate.endswith(own) else ""
    if not prefix or regions.longest_known(prefix) == prefix:
        return candidate
    for start in range(len(prefix)):
        known = regions.longest_known(prefix, start)
        if known and (start == 0 or _is_prefix(prefix[start:])):
            return candidate[start:]
    match = _LEAD_IN.match(prefix)
    return candidate[match.end() :] if match else candidate


def _is_prefix(prefix: str) -> bool:
    """Whether the words before a name are the places it belongs to (also “…人民政府” before a 办事处)."""
    place = prefix.removesuffix("人民政府")
    return bool(place) and sum(map(len, names.split_places(place))) == len(place)
