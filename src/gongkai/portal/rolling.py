"""The roll-up of a visit's files: what the visitor has set, kept in the visit's folder, and the roll-up itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from django.utils.translation import gettext as _

from gongkai.annual.rollup import KIND_NAMES, Expected, Member, RollUp, RollUpError, roll_up
from gongkai.annual.rollup.names import key
from gongkai.documents import sandbox
from gongkai.portal import grouping, limits
from gongkai.portal.checking import result_name
from gongkai.portal.folder import Folder
from gongkai.portal.grouping import Known
from gongkai.portal.models import CheckFile
from gongkai.portal.versions import current, known, names
from gongkai.records.base.errors import Refused

_SETTINGS = "rollup.json"
_TARGET = "gongkai.portal.apart:read_list"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What a roll-up is made by. `listing`: who must report, as name, kind, code (empty: no list); `choose`: agency →
    position of the file that counts."""

    agency: str = ""
    year: int | None = None
    listing: Sequence[Sequence[str | None]] = ()
    own: bool = True
    vertical: bool = False
    choose: Mapping[str, int] = field(default_factory=dict)

    @property
    def expected(self) -> list[Expected]:
        """Who must report."""
        return [Expected(*one) for one in self.listing]  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Handed:
    """A file of the visit, by the label the roll-up knows it by; `corrected`: places the visitor has corrected in it."""

    position: int
    label: str
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Rolled:
    """A roll-up with the files it was made of, by their labels."""

    rollup: RollUp
    files: Mapping[str, Handed]

    @property
    def corrected(self) -> list[Handed]:
        """The files in the sums that the visitor has corrected in the page."""
        return [self.files[m.file] for m in self.rollup.members if self.files[m.file].corrected]


def saved(folder: Folder) -> Settings | None:
    """What the visitor has set, None while nothing is."""
    kept = folder.read_json(_SETTINGS)
    return Settings(**kept) if kept else None


def save(folder: Folder, settings: Settings) -> None:
    """Keep what the visitor has set."""
    folder.write_json(_SETTINGS, asdict(settings))


def proposed(files: list[Known]) -> Settings:
    """What the files themselves say: the superior their names tell, the year most agencies report."""
    years = grouping.years(grouping.groups(files))
    return Settings(agency=grouping.superior(files) or "", year=years[0].year if years else None)


def read_list(data: bytes, name: str) -> list[Expected]:
    """The agencies of a list, read in a child process. Raises Refused with a sentence for the visitor."""
    if len(data) > limits.LIST_BYTES:
        raise Refused(_("名单文件过大，请确认选对了文件。"))
    answer = sandbox.run(_TARGET, data, name)
    found = json.loads(answer.data) if answer.data is not None else {"message": _("名单没有读完，请把单位名称粘贴进来。")}
    if "message" in found:
        raise Refused(found["message"])
    if len(found["found"]) > limits.LIST_AGENCIES:
        most = {"n": len(found["found"]), "limit": limits.LIST_AGENCIES}
        raise Refused(_("名单里有 %(n)d 行，最多 %(limit)d 个单位。请确认选对了文件。") % most)
    return [Expected(*one) for one in found["found"]]


def as_lines(expected: Iterable[Expected]) -> str:
    """A list as text that reads back: name, kind, code."""
    return "\n".join(
        "\t".join(filter(None, (one.name, KIND_NAMES[one.kind] if one.kind else "", one.unified_code or "")))
        for one in expected
    )


def rolled(folder: Folder, rows: Iterable[CheckFile], settings: Settings) -> Rolled:
    """The roll-up of the files as they stand now, corrections in the page included. Raises Refused where it cannot be made
    as asked."""
    labels = names(folder)
    handed: dict[str, Handed] = {}
    members = []
    choose: dict[str, str] = {}
    for row in rows:
        label = labels[row.position - 1]
        if version := current(folder, row.position):
            version = replace(version, name=label)
            handed[version.label] = Handed(row.position, version.label, version.corrected)
            members.append(Member(version.report, version.label))
            # A file that was corrected into another agency's since then is no longer the choice.
            whose = key(version.report.agency or "", settings.agency)
            chosen_for = (agency for agency, position in settings.choose.items() if position == row.position)
            choose.update((agency, version.label) for agency in chosen_for if key(agency, settings.agency) == whose)
        else:
            error = (folder.read_json(result_name(row.position)) or {}).get("error") or {}
            handed[label] = Handed(row.position, label)
            members.append(Member(None, label, error.get("message", "")))
    try:
        made = roll_up(
            members,
            agency=settings.agency,
            year=settings.year,
            expected=settings.expected or None,
            own=settings.own,
            vertical=settings.vertical,
            choose=choose,
        )
    except RollUpError as error:
        raise Refused(error.message) from error
    return Rolled(made, handed)


def files_of(folder: Folder, rows: Iterable[CheckFile]) -> list[Known]:
    """The files that were read, as they stand now."""
    return known(folder, [row.position for row in rows if row.state == "checked"])
