"""Last year's report among the files of a visit: each file is checked once more with its own, when all have been read."""

from __future__ import annotations

import json
from typing import Any

from gongkai.documents import sandbox
from gongkai.portal import grouping
from gongkai.portal.checking import MANIFEST, PREVIOUS, result_name
from gongkai.portal.folder import Folder, idle_seconds
from gongkai.portal.models import CheckVisit, FileState
from gongkai.portal.versions import known, settle

_TARGET = "gongkai.portal.apart:check_beside"
_PATIENCE = 120
"""Seconds without a sign of progress after which the results are shown as they are: the check by last year's report is an
addition, and nobody is kept waiting for it by a worker that cannot write."""


def beside_name(position: int) -> str:
    """The file that says which file the one at this position was checked with, and whether that came to an end."""
    return f"beside-{position}.json"


def pairs(visit: CheckVisit, folder: Folder) -> dict[int, int]:
    """File → last year's file, both as read. None where a report was given as last year's: that one counts."""
    manifest = folder.read_json(MANIFEST)
    if not manifest or manifest["previous"] or len(manifest["files"]) < 2:
        return {}
    checked = visit.files.filter(state=FileState.CHECKED).values_list("position", flat=True)
    found = grouping.groups(known(folder, checked, corrections=False))
    return grouping.last_years(found, settle(folder, corrections=False))


def open_pairs(visit: CheckVisit, folder: Folder) -> tuple[int, int]:
    """How many pairs are still to be checked, and how many there are."""
    found = pairs(visit, folder)
    left = [p for p in found if not (folder.path / beside_name(p)).exists()]
    if left and idle_seconds(_latest(folder)) > _PATIENCE:
        return 0, len(found)
    return len(left), len(found)


def previous(folder: Folder, position: int) -> dict[str, Any] | None:
    """Last year's report of the file at this position: {"file", "readable", "report", "error"}, with "position" where it is
    a file of the visit. None where there is none."""
    given = folder.read_json(PREVIOUS)
    beside = None if given else folder.read_json(beside_name(position))
    if not beside or not beside["checked"]:
        return dict(given) if given else None
    result = folder.read_json(result_name(beside["position"]))
    return {**result, "position": beside["position"]} if result else None


def check_again(folder: Folder, position: int, last: int) -> dict[str, int] | None:
    """Check the file at `position` with the one at `last`; the counts now, None where the check came to no end (then the
    findings stay those of the file alone). Raises FileNotFoundError where the visit is deleted."""
    manifest, this, before = (folder.read_json(n) for n in (MANIFEST, result_name(position), result_name(last)))
    if not (manifest and this and before):
        raise FileNotFoundError
    if done := folder.read_json(beside_name(position)):
        return dict(this["counts"]) if done["checked"] else None
    report, beside = (json.dumps(result["report"]).encode() for result in (this, before))
    answer = sandbox.run(_TARGET, report, beside, manifest["profile"], this["file"])
    if answer.data is not None:
        this = json.loads(answer.data)
        folder.write_json(result_name(position), this)
    folder.write_json(beside_name(position), {"position": last, "checked": answer.data is not None})
    return dict(this["counts"]) if answer.data is not None else None


def _latest(folder: Folder) -> float:
    """When a result was last written."""
    written = [p.stat().st_mtime for p in folder.path.iterdir() if p.name.startswith(("result-", "beside-"))]
    return max(written, default=0.0)
