"""Two reports of a visit beside each other: which two, and their comparison in every shape it is had in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.annual import AnnualReport
from gongkai.annual.compare.model import Kind
from gongkai.documents import sandbox
from gongkai.portal import limits
from gongkai.portal.checking import PREVIOUS
from gongkai.portal.editing import edits
from gongkai.portal.folder import Folder
from gongkai.portal.grouping import groups, offers
from gongkai.portal.models import CheckFile
from gongkai.portal.versions import Version, as_read, current, known, settle
from gongkai.records.base.errors import Refused

LAST_YEARS = "previous"
"""In an address: the report given as last year's; …"""
ORIGINAL = "original"
"""… the file as it was read, beside what the visitor made of it."""
KINDS = ("docx", "xlsx", "html", "json")
_TARGET = "gongkai.portal.apart:compare"


@dataclass(frozen=True, slots=True)
class Pair:
    """The report that is told of and the one it is told from; `kind` None: as the reports tell."""

    this: Version
    other: Version
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A comparison offered on the page of a file. `what`: last_year, corrected, version (of two
    nobody can tell the later one), edited (the visitor's own corrections), or
    choose (any other file, `other` ""); `file` is the other one's name where that has to be told."""

    what: str
    other: str
    file: str = ""


def choices(folder: Folder, rows: Sequence[CheckFile], position: int) -> list[Choice]:
    """The comparisons of the file at this position that are worth offering."""
    out = []
    given = folder.read_json(PREVIOUS)
    if given and given["readable"]:
        out.append(Choice("last_year", LAST_YEARS))
    files = known(folder, [row.position for row in rows if row.state == "checked"]) if len(rows) > 1 else []
    named = {file.position: file.name for file in files}
    offered = offers(groups(files), settle(folder)).get(position, [])
    out += [Choice(offer.kind if offer.certain else "version", str(offer.other), named[offer.other]) for offer in offered]
    if edits(folder, position):
        out.append(Choice("edited", ORIGINAL))
    if len(files) > 1:
        out.append(Choice("choose", ""))
    return out


def pair(folder: Folder, position: int, other: str) -> Pair | None:
    """The two reports an address names. None where one of them is not there, or both are the same."""
    this = current(folder, position)
    if this is None:
        return None
    if other == LAST_YEARS:
        given = folder.read_json(PREVIOUS)
        if not given or not given["readable"]:
            return None
        return Pair(this, Version(0, given["file"], AnnualReport.from_json(given["report"])))
    if other == ORIGINAL:
        read = as_read(folder, position)
        return Pair(this, read, "corrected") if read and this.corrected else None
    if not other.isascii() or not other.isdigit() or len(other) > 4 or int(other) == position:
        return None
    that = current(folder, int(other))
    return Pair(this, that) if that else None


def compared(found: Pair, wanted: str) -> bytes:
    """The comparison as `wanted`: one of KINDS, or fragment (`apart.compare`). Raises Refused where it cannot be made."""
    sides = []
    for version in (found.this, found.other):
        if sum(map(len, version.report.sections.values())) > limits.WRITTEN_CHARACTERS:
            name = {"name": version.name}
            raise Refused(_("“%(name)s”的正文太长，不像年度报告，没有比较。请确认选对了文件。") % name)
        report: dict[str, Any] = version.report.to_json()
        report["source"] = {**(report["source"] or {}), "name": version.label}
        sides.append(json.dumps(report).encode())
    answer = sandbox.run(_TARGET, *sides, found.kind, wanted)
    if answer.data is None:
        raise Refused(_("这两份报告没有比较完。请确认两份都是年度报告；正文特别长的，删去附件部分再试。"))
    return answer.data
