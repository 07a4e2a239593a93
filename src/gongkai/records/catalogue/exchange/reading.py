"""A catalogue file as counties have them → its matters, and what is wrong in which row.

`read` works in this process, `read_apart` in a child process with limits: files from outside are read there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from gongkai.documents.rows import NumberedRow
from gongkai.records.catalogue.exchange.cells import Cells
from gongkai.records.catalogue.exchange.columns import LABELS, Columns, heading
from gongkai.records.catalogue.exchange.tables import Table, tables_of
from gongkai.records.catalogue.exchange.words import domain_of, is_other, plain
from gongkai.records.catalogue.rows import Row

_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报说明|附注)\s*[:：0-9１-９]|^(?:填表人|审核人|联系电话|制表)")
_ABSENT = re.compile("(?:未|不)涉及(?:的)?领域|未涉及.{0,6}说明")
_ABSENT_LINE = re.compile(r"^(?P<domain>[^：:，,。；;]{2,30})[：:](?P<why>.+)$")
_SAME = re.compile(r"^(?:同上|同前|同上一?[行项列]|〃|”|″|\"|“”|″)$")
_ITSELF = frozenset({"本机关", "本单位", "本级", "本级政府", "本部门", "我局", "我镇", "我乡", "本镇", "本乡", "本街道"})
_OF_ORGAN = re.compile(
    r"(?P<organ>.{2,40}?(?:人民政府|街道办事处|管委会|局|委员会|办公室|中心|院|所))(?:基层|政务|政府信息|公开|标准)"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, or worth a look (`severe` False: the file can be brought in, the matter is completed later)."""

    table: str
    line: int
    column: str
    value: str
    message: str
    severe: bool = True


@dataclass(slots=True)
class Read:
    """What a file says: rows with the table and line each stands in, domains that do not concern the agency, problems."""

    rows: list[Row] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def severe(self) -> list[Problem]:
        """The problems for which nothing is brought in."""
        return [problem for problem in self.problems if problem.severe]


def read(data: bytes, name: str, organ: str = "") -> Read:
    """The catalogue in a file. `organ`: the agency's name, which stands for 本机关. Raises documents.Unreadable."""
    tables, behind = tables_of(data, name)
    reader = _Reader(organ)
    for table in tables:
        reader.table(table)
    reader.words(behind)
    return reader.result()


def read_apart(data: bytes, name: str, organ: str = "") -> Read:
    """The same in a child process with limits. Raises documents.Unreadable."""
    from gongkai.documents import Unreadable, sandbox

    answer = sandbox.run("gongkai.records.catalogue.exchange.reading:work", data, name, organ)
    if answer.data is None:
        raise Unreadable(answer.code or "damaged", answer.message or "文件读不出来，请另存后重新提交。")
    return from_json(json.loads(answer.data))


def work(data: bytes, name: str, organ: str) -> bytes:
    """What the child process does."""
    return json.dumps(to_json(read(data, name, organ)), ensure_ascii=False).encode()


def to_json(found: Read) -> dict[str, Any]:
    """What was read as plain data."""
    return {
        "rows": [{k: v for k, v in asdict(row).items() if k not in ("key", "inherited_key")} for row in found.rows],
        "places": found.places,
        "absent": found.absent,
        "problems": [asdict(problem) for problem in found.problems],
    }


def from_json(data: dict[str, Any]) -> Read:
    """What was read, out of plain data."""
    return Read(
        [Row(level1="").changed(values) for values in data["rows"]],
        [(table, line) for table, line in data["places"]],
        dict(data["absent"]),
        [Problem(**problem) for problem in data["problems"]],
    )


class _Reader:
    """Goes through the tables; what holds until something else is said: columns, domain, group, the values above."""

    def __init__(self, organ: str) -> None:
        self.organ = organ
        self.found = Read()
        self.columns: Columns | None = None
        self.domain = ""
        self.group = ""
        self.above: dict[str, str] = {}
        self.in_absent = False
        self.headed = False

    def result(self) -> Read:
        if not self.headed:
            said = (
                "没有找到目录的表头。表头须有“公开事项（一级事项、二级事项）、公开内容（要素）、公开依据、公开时限、公开主体、"
                "公开渠道和载体”等列；请核对文件，或用本页提供的样表填写。"
            )
            self.found.problems.append(Problem("", 0, "", "", said))
        elif not self.found.rows and not self.found.absent:
            self.found.problems.append(Problem("", 0, "", "", "文件里没有事项，只有表头；请填写后重新提交。"))
        self._doubles()
        return self.found

    def words(self, lines: list[str]) -> None:
        """Sheet names and paragraphs around tables: domains, and those that do not concern the agency."""
        for line in lines:
            if _ABSENT.search(line) and len(plain(line)) < 40 and not _ABSENT_LINE.match(line.strip()):
                self.in_absent = True
            elif self.in_absent and self._absent_line(line):
                continue
            elif code := domain_of(line):
                self._domain(code)
            elif is_other(line):
                self._domain("")
            if self.organ == "" and (match := _OF_ORGAN.match(plain(line).lstrip("《"))):
                self.organ = match["organ"]

    def table(self, table: Table) -> None:
        """One table. Without a heading of its own it goes on with that of the table before (a page break)."""
        if not (self.in_absent and not table.words):
            self.in_absent = False
        self.words(table.words)
        rows, at = table.rows, 0
        if self.columns is not None and rows and max(len(row.cells) for row in rows) != self.columns.width:
            self.columns = None
        while at < len(rows):
            if (headed := heading(rows, at)) is not None:
                self._headed(table, rows[at], *headed)
                at = headed[1]
                continue
            self._row(table, rows[at])
            at += 1

    def _headed(self, table: Table, row: NumberedRow, columns: Columns, end: int) -> None:
        new = self.columns is None or columns.at != self.columns.at
        self.columns, self.headed, self.in_absent = columns, True, False
        if new:
            self.above = {}
            for label in columns.missing():
                said = f"表头里没有“{label}”一列；请补上这一列后重新提交。"
                self.found.problems.append(Problem(table.name, row.number, label, "", said))

    def _row(self, table: Table, row: NumberedRow) -> None:
        said = list(dict.fromkeys(filter(None, row.cells)))
        if len(said) == 1 and (row.cells.count(said[0]) > 1 or row.cells[0] == said[0]) and self._title(said[0]):
            return
        if _NOTE.match(said[0]) and len(said) <= 2:
            return
        if self.in_absent:
            self._absent_row(said)
        elif self.columns is not None and any(row.cells[at] for at in self._telling() if at < len(row.cells)):
            self._matter(table, row, self.columns)

    def _telling(self) -> list[int]:
        """The columns of which one must be filled for a row to be a matter."""
        assert self.columns is not None
        return [at for key, at in self.columns.at.items() if key not in ("number", "domain", "note")]

    def _title(self, text: str) -> bool:
        """A row that is one cell: a domain, the beginning of the absent domains, a note, a group of matters."""
        if _NOTE.match(text):
            return True
        if _ABSENT.search(text) and len(plain(text)) < 40:
            self.in_absent = True
        elif self.in_absent:
            return self._absent_line(text)
        elif code := domain_of(text):
            self._domain(code)
        elif is_other(text):
            self._domain("")
        elif self.columns is not None and len(plain(text)) <= 30:
            self.group = re.sub(r"^(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．])+", "", text).strip()
        return True

    def _domain(self, code: str) -> None:
        self.domain, self.group, self.above = code, "", {}

    def _absent_line(self, text: str) -> bool:
        match = _ABSENT_LINE.match(text.strip())
        code = domain_of(match["domain"]) if match else ""
        if match and code:
            self.found.absent[code] = match["why"].strip()
        return bool(code)

    def _absent_row(self, said: list[str]) -> None:
        code = next((c for text in said if (c := domain_of(text))), "")
        words = [text for text in said if not domain_of(text) and not plain(text).isdigit()]
        if code and words:
            self.found.absent[code] = words[-1]

    def _matter(self, table: Table, row: NumberedRow, columns: Columns) -> None:
        cells = Cells(row.cells, columns)
        raw = {key: cells.text(key) for key in (*_INHERITING, "level3")}
        self._fill(raw, columns)
        domain = self.domain
        problems: list[tuple[str, str, str, bool]] = []
        if "domain" in columns.at:
            domain = domain_of(raw["domain"])
            if raw["domain"] and not domain and not is_other(raw["domain"]):
                problems.append(("domain", raw["domain"], "不是 26 个试点领域之一；请改为规范名称，如“社会救助”。", True))
        if plain(raw["subject"]) in _ITSELF and self.organ:
            raw["subject"] = self.organ
        for key, label in LABELS.items():
            if _SAME.match(plain(raw.get(key, ""))):
                problems.append((key, raw[key], f"上面没有可以承接的{label}；请写明具体内容。", True))
                raw[key] = ""
        if raw["level3"]:
            raw["level2"] = f"{raw['level2']}（{raw['level3']}）" if raw["level2"] else raw["level3"]
        values = cells.values(raw, problems)
        if not values["level1"]:
            problems.append(("level1", "", "没有写一级事项；请补上事项名称。", True))
        self.found.rows.append(Row(domain=domain, **values))
        self.found.places.append((table.name, row.number))
        for key, value, message, severe in problems:
            self.found.problems.append(Problem(table.name, row.number, LABELS.get(key, key), value[:60], message, severe))

    def _fill(self, raw: dict[str, str], columns: Columns) -> None:
        """What 同上 and blank cells below mean: the value above. A blank organ or first name is one that was not repeated."""
        if not raw["level1"] and self.group and "level1" in columns.at and not self.above.get("level1"):
            raw["level1"] = self.group
        if "level1" not in columns.at:
            raw["level1"] = self.group or raw["level2"]
            raw["level2"] = raw["level2"] if self.group else ""
        for key in _INHERITING:
            value = raw[key]
            blank = not value and key in ("level1", "subject", "domain")
            if (blank or _SAME.match(plain(value))) and self.above.get(key):
                raw[key] = self.above[key]
            if raw[key] and not _SAME.match(plain(raw[key])):
                self.above[key] = raw[key]

    def _doubles(self) -> None:
        seen: dict[tuple[str, str, str], tuple[str, int]] = {}
        for row, place in zip(self.found.rows, self.found.places, strict=True):
            name = (row.domain, plain(row.level1), plain(row.level2))
            if name in seen and row.level1:
                table, line = seen[name]
                said = f"与{table}第 {line} 行的事项重名；请在二级事项里加以区分，或删去重复的一行。"
                self.found.problems.append(Problem(*place, "二级事项", f"{row.level1} {row.level2}".strip()[:60], said))
            seen.setdefault(name, place)


_INHERITING = (
    "domain",
    "level1",
    "level2",
    "elements",
    "basis",
    "limit",
    "subject",
    "channels",
    "audience",
    "manner",
    "levels",
)


def numbered(problems: list[Problem]) -> Iterator[tuple[str, Problem]]:
    """Each problem with the place as people say it: 工作表“社会救助”第 7 行."""
    for problem in problems:
        yield (f"{problem.table}第 {problem.line} 行" if problem.line else problem.table), problem
