"""The three statutory tables of a made-up report as boxes with spans, the way the official form merges them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .forms import Line, form
from .model import Report


@dataclass
class Box:
    """A cell. `head` for labels, `path` for data cells, `rows`/`cols` what it spans."""

    text: str
    rows: int = 1
    cols: int = 1
    head: bool = False
    path: str | None = None


@dataclass
class Grid:
    """A table as rows of boxes, only where they begin (as in HTML). The first `head_rows` rows hold the column labels."""

    name: str
    rows: list[list[Box]]
    width: int
    head_rows: int = 0
    label_columns: int = 1
    widths: list[float] = field(default_factory=list)

    def raster(self) -> list[list[Box | None]]:
        """Every position with the box that covers it; None where a ragged row has none."""
        out: list[list[Box | None]] = [[None] * self.width for _ in self.rows]
        for r, row in enumerate(self.rows):
            c = 0
            for box in row:
                while c < self.width and out[r][c] is not None:
                    c += 1
                for y in range(r, min(r + box.rows, len(out))):
                    for x in range(c, min(c + box.cols, self.width)):
                        out[y][x] = box
                c += box.cols
        return out

    def origins(self) -> list[list[tuple[int, Box]]]:
        """Each row's boxes with their column."""
        raster = self.raster()
        seen: set[int] = set()
        out: list[list[tuple[int, Box]]] = []
        for line in raster:
            found: list[tuple[int, Box]] = []
            for c, box in enumerate(line):
                if box is not None and id(box) not in seen:
                    seen.add(id(box))
                    found.append((c, box))
            out.append(found)
        return out

    def filled(self, fill: str | None = "") -> list[list[str]]:
        """Plain rows: `fill` in the positions a merged cell covers; None repeats its text there."""
        starts = [{c for c, _ in row} for row in self.origins()]
        return [
            ["" if box is None else box.text if c in start or fill is None else fill for c, box in enumerate(line)]
            for line, start in zip(self.raster(), starts, strict=True)
        ]


def _data(report: Report, path: str, cols: int = 1) -> Box:
    return Box(report.cell_text(path), cols=cols, path=path)


def table2(report: Report) -> list[Grid]:
    """表二, one grid an item of 第二十条; `join` puts them into the one table of the form."""
    f = form(report.forms["table2"])
    out: list[Grid] = []
    for n, block in enumerate(f.blocks):
        keys = [c for c in block.columns if report.has(f"table2.*.{c[0]}")]
        span = 3 // max(1, len(keys)) if len(keys) in (1, 3) else 1
        spans = [span] * len(keys)
        if len(keys) == 2:
            spans = [1, 2]
        rows = [[Box(report.say(block.heading), cols=4, head=True)]]
        head = [Box(report.label("table2.corner", f.table2_corner), head=True)]
        for (key, label, _), s in zip(keys, spans, strict=True):
            head.append(Box(report.label(f"table2.header.{key}", label), cols=s, head=True))
        rows.append(head)
        kept = [row for row in block.rows if report.has(f"table2.{row[0]}")]
        for key, label in kept:
            cells = [Box(report.label(f"table2.{key}", label), head=True)]
            cells += [
                _data(report, f"table2.{key}.{c[0]}", s)
                for c, s in zip(keys, spans, strict=True)
                if report.has(f"table2.{key}.{c[0]}")
            ]
            rows.append(cells)
        if kept:
            out.append(Grid(f"table2.{n}", rows, 4, 0, 1, [3.2, 2.2, 2.2, 2.2]))
    return out


def join(grids: list[Grid]) -> Grid:
    """Grids of one width below each other."""
    first = grids[0]
    rows = [row for grid in grids for row in grid.rows]
    return Grid(first.name.split(".")[0], rows, first.width, first.head_rows, first.label_columns, first.widths)


def table3(report: Report) -> Grid:
    """表三: three label columns, up to seven number columns, three header rows."""
    f = form(report.forms["table3"])
    kinds = [k for k in f.kinds if report.has(f"table3.*.{k[0]}")]
    organisations = [k for k in kinds if k[0] not in ("natural_person", "total")]
    label = {key: Box(report.label(f"table3.header.{key}", words), head=True) for key, words in kinds}
    corner = Box(report.label("table3.corner", f.table3_corner), rows=3, cols=3, head=True)
    second: list[Box] = []
    for key, _ in kinds:
        if key in ("natural_person", "total"):
            label[key].rows = 2
            second.append(label[key])
        elif organisations and key == organisations[0][0]:
            second.append(Box(report.say(f.organisations), cols=len(organisations), head=True))
    rows = [
        [corner, Box(report.say(f.table3_head), cols=len(kinds), head=True)],
        second,
        [label[key] for key, _ in organisations],
    ]
    lines = [line for line in f.lines if report.has(f"table3.{line.key}")]
    for n, line in enumerate(lines):
        rows.append(
            _opening(report, lines, n)
            + [_data(report, f"table3.{line.key}.{key}") for key, _ in kinds if report.has(f"table3.{line.key}.{key}")]
        )
    return Grid("table3", rows, 3 + len(kinds), 3, 3, [1.1, 1.5, 4.2] + [1.0] * len(kinds))


def _opening(report: Report, lines: list[Line], n: int) -> list[Box]:
    """The label boxes a row of 表三 begins with: its own, and of each group that begins here."""
    line, before = lines[n], lines[n - 1] if n else None
    out: list[Box] = []
    for depth, group in enumerate(line.groups):
        path = line.groups[: depth + 1]
        if before is not None and before.groups[: depth + 1] == path:
            continue
        size = sum(1 for other in lines if other.groups[: depth + 1] == path)
        out.append(Box(report.say(group), rows=size, head=True))
    out.append(Box(report.label(f"table3.{line.key}", line.label), cols=3 - len(line.groups), head=True))
    return out


def table4(report: Report) -> Grid:
    """表四: one data row of fifteen cells under three header rows."""
    f = form(report.forms["table3"])
    outcomes = [o for o in f.outcomes if report.has(f"table4.*.{o[0]}")]
    groups = [g for g in f.groups if report.has(f"table4.{g[0]}")]
    first, second, third, data = [], [], [], []  # type: list[Box], list[Box], list[Box], list[Box]
    suits = [g for g in groups if g[0] != "review"]
    for key, name in groups:
        inner = [
            Box(report.label(f"table4.header.{o}", words), head=True, rows=2 if key == "review" else 1) for o, words in outcomes
        ]
        if key == "review":
            first.append(Box(report.say(name), cols=len(inner), head=True))
            second += inner
        else:
            if suits and key == suits[0][0]:
                first.append(Box(report.say(f.litigation), cols=len(inner) * len(suits), head=True))
            second.append(Box(report.say(name), cols=len(inner), head=True))
            third += inner
        data += [_data(report, f"table4.{key}.{o}") for o, _ in outcomes if report.has(f"table4.{key}.{o}")]
    rows = [first, second, third, data]
    width = len(outcomes) * len(groups)
    return Grid("table4", rows, width, 3, 0, [1.0] * width)


def tables(report: Report) -> dict[str, list[Grid]]:
    """The grids that follow each of the sections 二, 三, 四; 表二 in its five blocks."""
    out: dict[str, list[Grid]] = {"2": [], "3": [], "4": []}
    if "table2" not in report.dropped | report.pictures:
        out["2"] = table2(report)
    if "table3" not in report.dropped | report.pictures:
        out["3"] = [table3(report)]
    if "table4" not in report.dropped | report.pictures:
        out["4"] = [table4(report)]
    return out
