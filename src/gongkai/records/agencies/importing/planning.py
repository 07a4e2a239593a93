"""What a file says about the tree, beside what is registered: rows that are new, rows that are there already, and problems.

Planning changes nothing. The act plans the same lines again inside its transaction, so that what was previewed is what is
done, or is refused with the row that stands in the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.annual import agencies as agency_names
from gongkai.records.agencies.importing.columns import (
    COLUMNS,
    LABELS,
    VERTICAL_KINDS,
    day_of,
    guessed_kind,
    guessed_level,
    kind_of,
    level_of,
    path_of,
    yes_or_no,
)
from gongkai.records.agencies.importing.registered import Known, Registered
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.agencies.rules import CONTACTS, contact_faults, credit_code_fault, day_fault, name_fault
from gongkai.records.base import clock
from gongkai.records.base.sheets import Line, Problem, read

Reference = UUID | int
"""An agency that is registered, or the number of a row of the file."""

_MAY_REPEAT = frozenset({Kind.VILLAGE, Kind.UNIT, Kind.ASSIGNED})
"""Kinds of which several have one name, each under its own superior."""
_OWN_DIVISION = frozenset({Kind.GOVERNMENT, Kind.OFFICE, Kind.VILLAGE})
"""Kinds that have a division of their own; a department has its county's code."""


@dataclass(slots=True)
class NewAgency:
    """A row that is not registered yet. `guessed`: labels of columns the file left empty and the name or superior told."""

    number: int
    name: str
    kind: Kind
    level: Level
    vertical: bool
    credit_code: str
    set_up_on: date
    parent: Reference | None
    parent_name: str
    contacts: dict[str, str]
    guessed: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What would be done. Nothing is done while `problems` has anything."""

    lines: list[Line]
    set_up_on: date
    new: list[NewAgency] = field(default_factory=list)
    """Superiors before what stands under them."""
    equal: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headings of the file that mean nothing here."""

    @property
    def ok(self) -> bool:
        """Whether it can be done: something is new, and nothing is wrong."""
        return bool(self.new) and not self.problems

    def counts(self) -> dict[str, int]:
        """For the preview: rows read, new by kind, equal, rows with problems."""
        kinds = Counter(row.kind.label for row in self.new)
        return {
            "rows": len(self.lines),
            "new": len(self.new),
            "equal": len(self.equal),
            "bad": len({problem.row for problem in self.problems if problem.row}),
            **{str(name): count for name, count in kinds.items()},
        }


def plan(data: bytes, name: str, set_up_on: date) -> Plan:
    """Reads a file (xlsx, xls, csv, ods, a table in docx) and plans it. `set_up_on`: for rows without a date of their own.

    Raises Refused where the file as a whole cannot be used.
    """
    table = read(data, name, COLUMNS)
    planned = plan_lines(table.lines, set_up_on)
    planned.problems[:0] = table.problems
    planned.ignored = table.ignored
    return planned


def plan_lines(lines: Sequence[Line], set_up_on: date) -> Plan:
    """Plans lines that were read, or proposed. Six queries, however many lines."""
    return _Planning(lines, set_up_on).plan


class _Planning:
    def __init__(self, lines: Sequence[Line], set_up_on: date) -> None:
        self.plan = Plan(list(lines), set_up_on)
        self.today = clock.today()
        self.registered = Registered(self.today)
        self.names = {line.number: "".join(line.values.get("name", "").split()) for line in lines}
        self.paths = {line.number: path_of(line.values.get("parent", "")) for line in lines}
        self.known: dict[int, Known] = {}
        self.by_name: dict[str, list[int]] = {}
        self.parents: dict[int, Reference | None] = {}
        self.bad: set[int] = set()
        self._match()
        for line in self._fresh():
            self.parents[line.number] = self._parent(line)
        self._circles()
        rows = {row.number: row for line in self._in_order() if (row := self._new(line)) is not None}
        self._twice(rows)
        self.plan.new = [row for number, row in rows.items() if number not in self.bad]
        self.plan.problems.sort(key=lambda problem: problem.row)

    # --- which rows are registered already

    def _match(self) -> None:
        taken: dict[UUID, int] = {}
        for line in self.plan.lines:
            name = self.names[line.number]
            if fault := name_fault(name):
                self._say(line, "name", *fault)
                continue
            known = self._same(line)
            if known is None:
                self.by_name.setdefault(name, []).append(line.number)
            elif known.id in taken:
                message = gettext("与第 %(row)d 行是同一个单位，请删去一行。") % {"row": taken[known.id]}
                self._say(line, "name", message, "row_twice")
            else:
                taken[known.id] = line.number
                self.known[line.number] = known
        for line in self.plan.lines:
            if line.number in self.known:
                self._compare(line, self.known[line.number])

    def _same(self, line: Line) -> Known | None:
        code = self._code(line)
        if code and code in self.registered.by_code:
            return self.registered.by_code[code]
        path = self.paths[line.number]
        candidates = [
            known
            for known in self.registered.by_name.get(self.names[line.number], ())
            if (not path and known.parent is None) or (path and _ends(known.above, path))
        ]
        return candidates[0] if len(candidates) == 1 else None

    def _compare(self, line: Line, known: Known) -> None:
        """A row that is registered: equal in all it says, or the act is named that changes what differs."""
        before = len(self.plan.problems)
        if known.ended_on is not None:
            message = gettext("该代码属于已撤并的“%(name)s”，请核对代码。") % {"name": known.name}
            self._say(line, "credit_code", message, "agency_ended")
            return
        words = {"name": known.name, "day": self.today.isoformat()}
        if self.names[line.number] != "".join(known.name.split()):
            message = gettext("该统一社会信用代码已登记为“%(name)s”；如系更名，请在该单位页面办理“改名”。") % words
            self._say(line, "name", message, "differs_name")
        path = self.paths[line.number]
        if path and not _ends(known.above, path):
            now = known.above[-1] if known.above else gettext("（最上级）")
            message = gettext("“%(name)s”现隶属“%(now)s”；如隶属变更，请在该单位页面办理“调整隶属”。") % {**words, "now": now}
            self._say(line, "parent", message, "differs_parent")
        change = gettext("“%(name)s”登记的是“%(now)s”；如有变更，请在该单位页面办理“调整类型”。")
        standing: tuple[tuple[str, object, object, str], ...] = (
            ("kind", known.kind, self._kind(line), str(Kind(known.kind).label)),
            ("level", known.level, self._level(line), str(Level(known.level).label)),
            ("vertical", known.vertical, self._vertical(line), gettext("是") if known.vertical else gettext("否")),
        )
        for key, registered_as, said, shown in standing:
            if said is not None and said != registered_as:
                self._say(line, key, change % {**words, "now": shown}, f"differs_{key}")
        code = self._code(line)
        if code and code != known.credit_code:
            if fault := credit_code_fault(code):
                self._say(line, "credit_code", *fault)
            else:
                now = known.credit_code or gettext("未登记")
                message = gettext("“%(name)s”的代码登记为“%(now)s”；请在该单位页面办理“登记信用代码”。") % {**words, "now": now}
                self._say(line, "credit_code", message, "differs_credit_code")
        day = self._day(line)
        if day is not None and day != known.set_up_on:
            message = gettext("“%(name)s”登记的成立日期是 %(now)s，登记后不再更改；请核对，不需核对的留空。") % {
                **words,
                "now": known.set_up_on.isoformat(),
            }
            self._say(line, "set_up_on", message, "differs_set_up_on")
        registered = self.registered.contacts.get(known.id, {})
        for key, value in self._contacts(line).items():
            if value != registered.get(key, ""):
                now = registered.get(key) or gettext("未登记")
                message = gettext("“%(name)s”登记的是“%(now)s”；请在该单位页面办理“更新联系信息”。") % {**words, "now": now}
                self._say(line, key, message, "differs_contacts")
        if len(self.plan.problems) == before and line.number not in self.bad:
            self.plan.equal.append(line)

    # --- where new rows stand

    def _fresh(self) -> Iterator[Line]:
        return (line for line in self.plan.lines if line.number not in self.known and line.number not in self.bad)

    def _parent(self, line: Line) -> Reference | None:
        path = self.paths[line.number]
        if not path:
            if self.registered.root is not None:
                message = gettext("请填写上级单位：系统中已有最上级单位“%(name)s”。") % {"name": self.registered.root.name}
                self._say(line, "parent", message, "parent_missing")
            return None
        found: list[Reference] = [known.id for known in self.registered.by_name.get(path[-1], ()) if _ends(known.path, path)]
        found += [number for number in self.by_name.get(path[-1], ()) if _ends(self._row_path(number), path)]
        if not found and len(path) == 1 and path[0] in self.registered.by_code:
            found = [self.registered.by_code[path[0]].id]
        if len(found) == 1:
            return found[0]
        value = line.values.get("parent", "")
        if not found:
            message = gettext("没有“%(value)s”这个单位：系统中没有，本表也没有。请核对名称，或先在本表中增加这一行。")
            self._say(line, "parent", message % {"value": value}, "parent_unknown")
        else:
            message = gettext("有 %(count)d 个单位叫“%(value)s”，请写明其上级，如“某镇人民政府/%(value)s”。")
            self._say(line, "parent", message % {"count": len(found), "value": value}, "parent_ambiguous")
        return None

    def _row_path(self, number: int) -> tuple[str, ...]:
        """The names above a row of the file and its own, as far as the file and the register tell."""
        names: list[str] = [self.names[number]]
        seen = {number}
        path = self.paths[number]
        while path:
            names[:0] = path
            above = [row for row in self.by_name.get(path[0], ()) if row not in seen]
            known = self.registered.by_name.get(path[0], ())
            if len(above) == 1 and not known:
                seen.add(above[0])
                path = self.paths[above[0]]
            else:
                if len(known) == 1 and not above:
                    names[:0] = known[0].above
                break
        return tuple(names)

    def _circles(self) -> None:
        for line in list(self._fresh()):
            seen: list[int] = []
            here: Reference | None = line.number
            while isinstance(here, int) and here not in seen:
                seen.append(here)
                here = self.parents.get(here)
            if here == line.number:
                names = " → ".join(self.names[number] for number in [*seen, line.number])
                message = gettext("上级单位绕成一圈（%(names)s），请改正其中一行的上级单位。") % {"names": names}
                self._say(line, "parent", message, "circle")

    def _in_order(self) -> list[Line]:
        """New rows, a superior before what stands under it; the order of the file otherwise."""
        lines = {line.number: line for line in self._fresh()}
        out: dict[int, Line] = {}
        for number in lines:
            chain: list[int] = []
            here: Reference | None = number
            while isinstance(here, int) and here in lines and here not in out and here not in chain:
                chain.append(here)
                here = self.parents.get(here)
            out.update((step, lines[step]) for step in reversed(chain))
        self._ready: dict[int, NewAgency] = {}
        if self.registered.root is None:
            roots = [line for line in out.values() if self.parents.get(line.number) is None and not self.paths[line.number]]
            for extra in roots[1:]:
                message = gettext("第 %(row)d 行已是最上级单位，一个系统只有一棵机构树；请填写上级单位。") % {
                    "row": roots[0].number
                }
                self._say(extra, "parent", message, "second_root")
        return list(out.values())

    # --- what new rows say

    def _new(self, line: Line) -> NewAgency | None:
        name, code = self.names[line.number], self._code(line)
        parent = self.parents.get(line.number)
        above = self._standing(parent)
        guessed: list[str] = []
        if fault := credit_code_fault(code):
            self._say(line, "credit_code", *fault)
        kind, level, vertical, day = self._kind(line), self._level(line), self._vertical(line), self._day(line)
        if kind is None and not line.values.get("kind"):
            kind = guessed_kind(name)
            guessed.append("kind")
            if kind is None:
                self._say(line, "kind", gettext("从名称看不出类型，请从列表中选择填写。"), "kind_missing")
        if level is None and not line.values.get("level") and kind is not None:
            level = guessed_level(name, kind, above[1] if above else None)
            guessed.append("level")
            if level is None:
                self._say(line, "level", gettext("从名称看不出层级，请从列表中选择填写。"), "level_missing")
        if vertical is None:
            vertical = line.values.get("kind", "") in VERTICAL_KINDS or agency_names.is_vertical(name)
            if vertical:
                guessed.append("vertical")
        if day is None:
            day = max(self.plan.set_up_on, above[2]) if above else self.plan.set_up_on
        elif above is not None and day < above[2]:
            message = gettext("成立日期早于上级单位“%(name)s”的 %(day)s，请核对两者的日期。")
            self._say(line, "set_up_on", message % {"name": above[0], "day": above[2].isoformat()}, "before_superior")
        if fault := day_fault(day, self.today):
            self._say(line, "set_up_on", *fault)
        contacts = self._contacts(line)
        for key, message, why in contact_faults(contacts):
            self._say(line, key, message, why)
        if kind is None or level is None or (isinstance(parent, int) and parent in self.bad and parent not in self._ready):
            self.bad.add(line.number)
            return None
        row = NewAgency(
            line.number,
            name,
            kind,
            level,
            vertical,
            code,
            day,
            parent,
            above[0] if above else "",
            contacts,
            tuple(LABELS[key] for key in guessed),
        )
        self._ready[line.number] = row
        return row

    def _standing(self, reference: Reference | None) -> tuple[str, Level, date] | None:
        """Name, level and first day of a superior."""
        if isinstance(reference, UUID):
            known = self.registered.by_id[reference]
            return known.name, Level(known.level), known.set_up_on
        row = self._ready.get(reference) if reference is not None else None
        return (row.name, row.level, row.set_up_on) if row else None

    def _twice(self, rows: Mapping[int, NewAgency]) -> None:
        """What only one agency may have, asked of all rows together: a name under a superior, a code, a division."""
        names: dict[tuple[Reference | None, str], int] = {}
        codes: dict[str, int] = {}
        divisions: dict[str, int] = {}
        for row in rows.values():
            line = self._line(row.number)
            first = names.setdefault((row.parent, row.name), row.number)
            if first != row.number:
                message = gettext("与第 %(row)d 行在同一上级下重名，请删去一行或改正名称。") % {"row": first}
                self._say(line, "name", message, "name_twice")
            elsewhere = [known for known in self.registered.by_name.get(row.name, ()) if known.ended_on is None]
            if elsewhere and row.kind not in _MAY_REPEAT and first == row.number:
                where = "/".join(elsewhere[0].above) or gettext("最上级")
                message = gettext("系统中已有“%(name)s”（上级：%(where)s）；如隶属变更，请在该单位页面办理“调整隶属”。")
                self._say(line, "parent", message % {"name": row.name, "where": where}, "differs_parent")
            if row.credit_code and (first := codes.setdefault(row.credit_code, row.number)) != row.number:
                message = gettext("与第 %(row)d 行的统一社会信用代码相同，请按登记证书核对。") % {"row": first}
                self._say(line, "credit_code", message, "credit_code_twice")
            division = row.contacts.get("division_code", "")
            if division and row.kind in _OWN_DIVISION:
                if (first := divisions.setdefault(division, row.number)) != row.number:
                    message = gettext("与第 %(row)d 行的行政区划代码相同，请核对。") % {"row": first}
                    self._say(line, "division_code", message, "division_code_twice")
                elif division in self.registered.divisions:
                    message = gettext("行政区划代码已登记在“%(name)s”名下，请核对。")
                    self._say(
                        line, "division_code", message % {"name": self.registered.divisions[division]}, "division_code_used"
                    )

    # --- cells

    def _code(self, line: Line) -> str:
        return "".join(line.values.get("credit_code", "").split()).upper()

    def _kind(self, line: Line) -> Kind | None:
        return self._word(line, "kind", kind_of, gettext("没有“%(value)s”这种类型，请从列表中选择：%(known)s。"), Kind.labels)

    def _level(self, line: Line) -> Level | None:
        return self._word(
            line, "level", level_of, gettext("没有“%(value)s”这个层级，请从列表中选择：%(known)s。"), Level.labels
        )

    def _vertical(self, line: Line) -> bool | None:
        return self._word(line, "vertical", yes_or_no, gettext("请填“是”或“否”，不要填“%(value)s”。"), ())

    def _day(self, line: Line) -> date | None:
        return self._word(line, "set_up_on", day_of, gettext("“%(value)s”不是日期，请写成 2019-03-01 的样子。"), ())

    def _word(self, line: Line, key: str, reading: Any, message: str, known: Sequence[str]) -> Any:
        value = line.values.get(key, "")
        if not value:
            return None
        found = reading(value)
        if found is None:
            self._say(line, key, message % {"value": value, "known": "、".join(known)}, f"{key}_unknown")
        return found

    def _contacts(self, line: Line) -> dict[str, str]:
        return {key: value for key in CONTACTS if (value := line.values.get(key, "").strip())}

    def _line(self, number: int) -> Line:
        return self._by_number[number]

    @property
    def _by_number(self) -> dict[int, Line]:
        if not hasattr(self, "_numbers"):
            self._numbers = {line.number: line for line in self.plan.lines}
        return self._numbers

    def _say(self, line: Line, key: str, message: str, code: str) -> None:
        self.bad.add(line.number)
        self.plan.problems.append(Problem(line.number, LABELS[key], line.values.get(key, ""), message, code))


def _ends(names: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the names above an agency end with this path (names between them may be left out)."""
    if not names or not path or names[-1] != path[-1]:
        return False
    rest = iter(reversed(names[:-1]))
    return all(any(step == name for name in rest) for step in reversed(path[:-1]))
