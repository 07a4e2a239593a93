"""Several reports of one agency: which one counts. By what the files say, or not at all until a person decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from gongkai.annual.report import AnnualReport
from gongkai.annual.rollup.model import Doubled, Member

_MARK = re.compile(r"更正|修订")
_MARK_IN_TEXT = re.compile(r"更正说明|更正版|更正稿|修订版|修订稿|修订说明|已更正|(?:予以|进行)(?:更正|修订)")
_SPACE = re.compile(r"\s+")


def settle(agency: str, members: Sequence[Member], choice: str | None) -> tuple[Doubled, Member | None]:
    """Which of an agency's reports counts, and how that was decided; None where a person must say.

    `choice` is the file a person named. Otherwise: equal content is one report; a later date of signature or a mark
    (更正, 修订) in name, title or ending makes the later version, where both do not contradict each other.
    """
    members = sorted(members, key=lambda m: m.file)
    files = tuple(m.file for m in members)

    def answer(chosen: Member | None, rule: str, message: str) -> tuple[Doubled, Member | None]:
        return Doubled(agency, files, chosen.file if chosen else None, rule, message), chosen

    if choice is not None:
        named = next(m for m in members if is_file(m.file, choice))
        return answer(named, "chosen", f"有 {len(files)} 份，已指定用“{named.file}”。")
    versions = _versions(members)
    if len(versions) == 1:
        return answer(versions[0], "same_content", f"有 {len(files)} 份，内容相同，按一份计。")
    last, marked = _latest(versions), _marked(versions)
    if last and marked and last is not marked:
        return answer(
            None,
            "undecided",
            f"有 {len(files)} 份，“{marked.file}”注明更正或修订，而“{last.file}”落款日期更晚，不能断定以哪份为准，都没有计入。"
            "请核实后指定一份。",
        )
    if last:
        when = _report(last).signed_on
        return answer(last, "later_date", f"有 {len(files)} 份，用落款日期最晚的“{last.file}”（{when}）。")
    if marked:
        return answer(marked, "marked", f"有 {len(files)} 份，用注明更正或修订的“{marked.file}”。")
    if all(_numbers(m) == _numbers(versions[0]) for m in versions):
        return answer(
            versions[0], "same_tables", f"有 {len(files)} 份，表格相同、文字不同；数据按一份计，文字数据取自“{files[0]}”。"
        )
    return answer(None, "undecided", f"有 {len(files)} 份，表格不同，看不出哪份在后，都没有计入。请核实后指定一份。")


def is_file(file: str, said: str) -> bool:
    """Whether a person who says `said` means this file: the whole path, or its last parts."""
    parts, wanted = PurePath(file.replace("\\", "/")).parts, PurePath(said.replace("\\", "/")).parts
    return bool(wanted) and parts[-len(wanted) :] == wanted


def _report(member: Member) -> AnnualReport:
    assert member.report is not None
    return member.report


def _numbers(member: Member) -> object:
    report = _report(member)
    return report.tables, {where: unit for where, unit in report.units.items() if unit}


def _versions(members: Sequence[Member]) -> list[Member]:
    """The first of each content."""
    seen: list[tuple[object, Member]] = []
    for member in members:
        report = _report(member)
        texts = {key: _SPACE.sub("", text) for key, text in report.sections.items() if text.strip()}
        content = (_numbers(member), texts, report.signed_on)
        if all(content != known for known, _ in seen):
            seen.append((content, member))
    return [member for _, member in seen]


def _latest(members: Sequence[Member]) -> Member | None:
    days = [_report(m).signed_on for m in members]
    if any(day is None for day in days):
        return None
    last = max(day for day in days if day is not None)
    return members[days.index(last)] if days.count(last) == 1 else None


def _marked(members: Sequence[Member]) -> Member | None:
    found = [m for m in members if _has_mark(m)]
    return found[0] if len(found) == 1 else None


def _has_mark(member: Member) -> bool:
    report = _report(member)
    said = [PurePath(member.file).name, report.title or "", *(note.found or "" for note in report.notes)]
    if any(_MARK.search(words) for words in said):
        return True
    return any(_MARK_IN_TEXT.search(report.sections.get(key, "")) for key in ("intro", "end"))
