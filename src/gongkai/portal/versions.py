"""The reports of a visit as they stand now: as read, or as the visitor has corrected them in the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gongkai.annual import AnnualReport
from gongkai.annual.correcting import correct, edited
from gongkai.annual.rollup import Member
from gongkai.annual.rollup.doubles import settle as settle_double
from gongkai.portal.checking import MANIFEST, result_name, summary_name
from gongkai.portal.editing import edits
from gongkai.portal.folder import Folder
from gongkai.portal.grouping import Known, Settle


@dataclass(frozen=True, slots=True)
class Version:
    """A report with what it is called; `corrected`: how many places the visitor has corrected in it."""

    position: int
    name: str
    report: AnnualReport
    corrected: int = 0

    @property
    def label(self) -> str:
        """The file's name, and that it was corrected."""
        if not self.corrected:
            return self.name
        return _("%(name)s（页面上改正 %(n)d 处）") % {"name": self.name, "n": self.corrected}


def as_read(folder: Folder, position: int) -> Version | None:
    """The report as the file has it. None where the file was not read, or not yet."""
    result = folder.read_json(result_name(position))
    if not result or not result["readable"]:
        return None
    return Version(position, result["file"], AnnualReport.from_json(result["report"]))


def current(folder: Folder, position: int) -> Version | None:
    """The report with the visitor's corrections, as read where there are none."""
    read = as_read(folder, position)
    made = edits(folder, position) if read else None
    if not read or not made:
        return read
    return replace(read, report=correct(read.report, made), corrected=len(made))


def names(folder: Folder) -> list[str]:
    """The files' names by position; of several with one name each says which it is."""
    listed = [entry["name"] for entry in (folder.read_json(MANIFEST) or {"files": []})["files"]]
    return [
        name if listed.count(name) == 1 else _("%(name)s（第 %(n)d 份）") % {"name": name, "n": number}
        for number, name in enumerate(listed, 1)
    ]


def known(folder: Folder, positions: Iterable[int], corrections: bool = True) -> list[Known]:
    """Whose report of which year each file is; with `corrections` False as the files have it."""
    listed = names(folder)
    out = []
    for position in positions:
        words = folder.read_json(summary_name(position)) or {}
        agency, year = words.get("agency"), words.get("year")
        made = edits(folder, position) if corrections else None
        if made and (read := as_read(folder, position)):
            report = edited(read.report, made)
            agency, year = report.agency, report.year
        out.append(Known(position, listed[position - 1], agency, year))
    return out


def settle(folder: Folder, corrections: bool = True) -> Settle:
    """Says which of several versions counts, by the rules of the roll-up."""

    def of(files: Sequence[Known]) -> int | None:
        found = {f.name: (current if corrections else as_read)(folder, f.position) for f in files}
        members = [Member(version.report, name) for name, version in found.items() if version]
        if not members:
            return None
        chosen = settle_double(files[0].agency or "", members, None)[1]
        return next((f.position for f in files if chosen and f.name == chosen.file), None)

    return of
