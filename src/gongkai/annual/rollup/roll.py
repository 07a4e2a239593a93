"""Many reports into their superior's: who counts, the sums, and everything a person should know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.annual.forms import FORMS, form, form_for_year
from gongkai.annual.report import AnnualReport, Note
from gongkai.annual.rollup import doubles, names, refusing, sums, watch
from gongkai.annual.rollup.model import (
    Choice,
    Counted,
    Expected,
    Kind,
    Member,
    Missing,
    Outside,
    RollUp,
    RollUpError,
    Stated,
    Warned,
)


@dataclass(slots=True)
class _Sorted:
    """The files of one agency that could be in the sums, and what is known of it."""

    expected: Expected | None
    members: list[Member]


def roll_up(
    members: Iterable[Member],
    *,
    agency: str,
    year: int | None = None,
    expected: Sequence[Expected | str] | None = None,
    own: bool = True,
    vertical: bool = False,
    choose: Choice | None = None,
) -> RollUp:
    """Roll the members' reports up into the report of `agency`, their superior.

    `year`: of the roll-up; without it the year most members report. `expected`: who must report; then only these count, and
    who is missing is named. `own`, `vertical`: whether the superior's own office and organs of state systems count (by the
    list's kind, else by what the name itself says). `choose`: agency → file, where an agency sent several, or to count a
    superior's own report that looks like a roll-up. The result does not depend on the order of the members.

    Raises RollUpError where the year cannot be decided or a choice names no file that was handed in.
    """
    files = sorted(members, key=lambda m: (m.file, m.report.agency or "" if m.report else ""))
    if not agency.strip():
        raise RollUpError("请写明汇总到哪个机关。")
    if year is None:
        year = refusing.year_of(m.report for m in files if m.report is not None)
    due = form_for_year(year)
    result = RollUp(agency, year, due.form if due else None, AnnualReport(), expected is not None)
    listed: dict[str, Expected] = {}
    for one in expected or ():
        due_from = Expected(one) if isinstance(one, str) else one
        listed.setdefault(names.key(due_from.name, agency), due_from)
    chosen = _choices(choose or {}, files, agency)
    groups = _group(files, agency, listed, result)
    unused: dict[str, list[Member]] = {}
    counted: dict[str, Counted] = {}
    for who, group in groups.items():
        taken = _take(who, group, agency, chosen.get(who), result, unused)
        if taken is not None and taken.report is not None:
            kind = group.expected.kind if group.expected and group.expected.kind else names.kind_of(_name(taken), agency)
            counted[who] = Counted(_name(taken), taken.file, kind, taken.report)
    _scope(counted, listed, agency, own, vertical, chosen, result)
    _missing(groups, listed, agency, own, vertical, result)
    place = {who: number for number, who in enumerate(listed)}
    order = sorted(counted, key=lambda who: (place.get(who, len(place)), counted[who].agency, counted[who].file))
    result.members = [counted[who] for who in order]
    _add_up(result)
    result.warnings += [
        Warned("other_version", counted[who].agency, other.file, "", f"该单位另有一份没有用上：{_why(result, other)}")
        for who, others in unused.items()
        if who in counted
        for other in others
    ]
    return result


def _name(member: Member) -> str:
    assert member.report is not None and member.report.agency
    return member.report.agency


def _choices(choose: Choice, files: Sequence[Member], agency: str) -> dict[str, str]:
    """Choices by agency key, each standing for one file of that agency. Raises RollUpError for any other."""
    out: dict[str, str] = {}
    for name, file in choose.items():
        who = names.key(name, agency)
        theirs = [m.file for m in files if m.report and m.report.agency and names.key(m.report.agency, agency) == who]
        found = [f for f in theirs if f == file] or [f for f in theirs if doubles.is_file(f, file)]
        if not found:
            raise RollUpError(f"指定{name}用“{file}”，但交来的文件里没有这个单位的这一份。请核对单位名称和文件名。")
        if len(set(found)) > 1:
            raise RollUpError(f"指定{name}用“{file}”，但有 {len(found)} 个文件叫这个名字。请连文件夹一起写明。")
        out[who] = found[0]
    return out


def _group(files: Sequence[Member], agency: str, listed: Mapping[str, Expected], result: RollUp) -> dict[str, _Sorted]:
    """The files that can be in the sums by agency; the others are refused."""
    groups: dict[str, _Sorted] = {}
    for member in files:
        reason = refusing.refusal(member, agency, result.year)
        name = member.report.agency if member.report else None
        if reason is not None:
            result.refused.append(Outside(name, member.file, *reason))
            continue
        who = names.key(name or "", agency)
        groups.setdefault(who, _Sorted(listed.get(who), [])).members.append(member)
    return groups


def _take(
    who: str, group: _Sorted, agency: str, choice: str | None, result: RollUp, unused: dict[str, list[Member]]
) -> Member | None:
    """The one report of an agency that counts; None where that is not known or the list does not have the agency."""
    name = max((_name(m) for m in group.members), key=lambda n: (len(n), n))
    if result.listed and group.expected is None and not names.is_own(name, agency):
        for member in group.members:
            words = "不在应报名单上，没有计入。应当计入的，请把它加入名单；名称与名单不一致的，请改成一致。"
            result.unexpected.append(Outside(name, member.file, "not_expected", words))
        return None
    named = [m for m in group.members if m.file == choice]
    if choice is not None and not named:
        # The chosen file was refused: another one must not take its place unseen.
        for member in group.members:
            words = f"已指定用“{choice}”，而那一份不能汇总；这一份没有计入。请核对指定的文件。"
            result.refused.append(Outside(name, member.file, "undecided_double", words))
        return None
    if len(group.members) == 1:
        taken: Member | None = group.members[0]
    else:
        said, taken = doubles.settle(name, group.members, choice)
        result.doubles.append(said)
        if taken is None:
            result.refused += [Outside(name, m.file, "undecided_double", said.message) for m in group.members]
            return None
    refused = [o for o in result.refused if o.agency and o.code not in ("wrong_year", "other_place") and o.file != choice]
    if choice is None and (others := [o for o in refused if names.key(o.agency or "", agency) == who]):
        unused[who] = [Member(None, o.file, o.message) for o in others]
    return taken


def _why(result: RollUp, other: Member) -> str:
    return other.error + "如果那一份才是定稿，请改好后重新汇总。"


def _scope(
    counted: dict[str, Counted],
    listed: Mapping[str, Expected],
    agency: str,
    own: bool,
    vertical: bool,
    chosen: Mapping[str, str],
    result: RollUp,
) -> None:
    """Take out what the flags leave out, and the superior's own report where it holds the others already."""
    for who, member in list(counted.items()):
        if member.kind == "own" and not own:
            words = "本级机关的年报，按要求没有计入。"
            result.left_out.append(Outside(member.agency, member.file, "own", words))
            del counted[who]
        elif member.kind == "vertical" and not vertical:
            words = "垂直管理单位的年报，按要求没有计入。"
            result.left_out.append(Outside(member.agency, member.file, "vertical", words))
            del counted[who]
    superior = names.key(agency, agency)
    if superior not in counted:
        return
    mine = counted[superior]
    others = [member.report for who, member in counted.items() if who != superior]
    if superior not in chosen and refusing.is_roll_up(mine.report, others):
        words = (
            f"这是{agency}的年报，各格都不小于其他单位之和，应当是已经汇总过的全域报告，计入会重复，没有计入。"
            "如果它只是本级的数据，请指定用这一份。"
        )
        result.refused.append(Outside(mine.agency, mine.file, "contains_others", words))
        del counted[superior]
    elif superior not in chosen:
        words = f"这是{agency}自己的年报，已作为本级数据计入。请确认它只含本级，不是已经汇总过的全域报告。"
        result.warnings.append(Warned("contains_others", mine.agency, mine.file, "", words))


def _missing(
    groups: Mapping[str, _Sorted], listed: Mapping[str, Expected], agency: str, own: bool, vertical: bool, result: RollUp
) -> None:
    """Who is on the list and sent nothing of the year that could be read as theirs."""
    sent: dict[str, list[Outside]] = {}
    for refused in result.refused:
        if refused.agency:
            sent.setdefault(names.key(refused.agency, agency), []).append(refused)
    for who, expected in listed.items():
        kind: Kind | None = expected.kind or names.kind_of(expected.name, agency)
        if who in groups or (kind == "own" and not own) or (kind == "vertical" and not vertical):
            continue
        outside = sent.get(who, [])
        if any(o.code not in ("wrong_year", "no_year") for o in outside):
            continue
        note = f"交来的是“{outside[0].file}”：{outside[0].message}" if outside else None
        result.missing.append(Missing(expected.name, kind, expected.unified_code, note))


def _add_up(result: RollUp) -> None:
    """The superior's report with its sums, the members' figures, and the warnings about their tables."""
    agency, year = result.agency, result.year
    reports = [member.report for member in result.members]
    noticed: dict[tuple[int, str], list[str]] = {}

    def notice(code: str, number: int, where: str) -> None:
        noticed.setdefault((number, code), []).append(where)

    title = f"{agency}{f'{year}年' if year is not None else ''}政府信息公开工作年度报告"
    report = AnnualReport(title, agency, [agency], year, result.form)
    report.source = {"name": None, "reader": "rollup"}
    report.sections = {s.key: "" for s in form(result.form or FORMS[-1]).sections}
    if result.form and reports:
        definition = form(result.form)
        added = sums.add_up(reports, definition, notice)
        report.tables, report.units, result.shares = added.tables, added.units, added.shares
        report.forms = dict.fromkeys(("table2", "table3"), result.form)
        report.notes.append(Note("rolled_up", "", f"表格由 {len(reports)} 份年报相加而成；文字部分留待撰写。"))
        result.warnings += watch.identities_warned(result.members)
        result.warnings += watch.cells_warned(result.members, dict(sorted(noticed.items())))
        result.warnings += watch.extra_cells_warned(result.members, definition)
    result.report = report
    result.figures = [
        Stated(number, f.name, f.label, f.value, f.approximate, f.scope, f.where, f.quote)
        for number, member in enumerate(reports)
        for f in member.figures
        if f.year is None or f.year == year
    ]
