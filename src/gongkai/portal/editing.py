"""What a visitor corrects in a report: kept in the visit's folder as place → text, checked again at every change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.annual import AnnualReport
from gongkai.annual.correcting import corrections, refusals
from gongkai.documents import sandbox
from gongkai.portal.checking import MANIFEST
from gongkai.portal.folder import Folder
from gongkai.records.base.errors import Refused

_TARGET = "gongkai.annual.correcting:work"


@dataclass(frozen=True, slots=True)
class Changed:
    """The edits after a change, and the sentences on those that were not accepted, by place."""

    edits: dict[str, str]
    refused: dict[str, str]


def edits_name(position: int) -> str:
    """The file the edits of the file at this position are in."""
    return f"edits-{position}.json"


def edits(folder: Folder, position: int) -> dict[str, str]:
    """The edits of the file at this position, {} while there are none."""
    return dict(folder.read_json(edits_name(position)) or {})


def change(folder: Folder, position: int, result: Mapping[str, Any], changes: Mapping[str, str | None]) -> Changed:
    """Take these edits to those kept; None takes a place back to what the file says. What is not accepted changes nothing
    at its place. Two tabs, two processes: each place keeps what was written to it last."""
    report = AnnualReport.from_json(result["report"])
    with folder.locked():
        kept = edits(folder, position)
        wanted = {place: text for place, text in {**kept, **changes}.items() if text is not None}
        refused = {place: said for place, said in refusals(report, wanted).items() if place in changes}
        for place in refused:
            wanted.pop(place)
            if place in kept:
                wanted[place] = kept[place]
        changed = {c.place for c in corrections(report, wanted)}
        after = {place: text for place, text in wanted.items() if place in changed}
        if after != kept:
            folder.write_json(edits_name(position), after)
    return Changed(after, refused)


def forget(folder: Folder, position: int) -> None:
    """Take all edits back."""
    with folder.locked():
        folder.write_json(edits_name(position), {})


def checked(
    folder: Folder, result: Mapping[str, Any], made: Mapping[str, str], previous: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The result of the corrected report, checked with last year's: the shape of annual_report_json.md. Raises Refused
    where the check, which runs in a child process with limits, does not come to an end."""
    beside = json.dumps(previous).encode() if previous else None
    profile = (folder.read_json(MANIFEST) or {}).get("profile")
    answer = sandbox.run(
        _TARGET, json.dumps(result["report"]).encode(), json.dumps(dict(made)).encode(), beside, profile, result["file"]
    )
    if answer.data is None:
        raise Refused(_("改正已保存，但重新体检没有完成。请删减最后改动的文字后再试。"))
    corrected: dict[str, Any] = json.loads(answer.data)
    return corrected
