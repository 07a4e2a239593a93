"""The comparison as a Word document: the official page, the tables of the form with both values, the text with its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from gongkai.annual.compare.model import CellPair, Comparison, ParagraphPair
from gongkai.annual.compare.output import story as told
from gongkai.annual.compare.output.drawing import Drawing, DrawnCell, draw
from gongkai.annual.compare.output.story import Names
from gongkai.annual.write.docx.package import package
from gongkai.annual.write.docx.page import TEXT_WIDTH
from gongkai.annual.write.docx.xml import escape, paragraph, run
from gongkai.annual.write.plan import Printed

_NEW, _GONE = '<w:u w:val="single"/>', "<w:strike/>"
_SMALL = '<w:sz w:val="15"/><w:szCs w:val="15"/>'
_TAG = '<w:rFonts w:ascii="楷体" w:eastAsia="楷体" w:hAnsi="楷体"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
_BOLD = "<w:b/>"
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
_LABEL, _CHANGED = _SHADE.format("F2F2F2"), _SHADE.format("EAF0F6")
_KEPT = 16
"""So many rows at the head of a table are kept on one page: 表二 and 表四 whole."""
_SHARES = {"table2": [1] * 8, "table3": [800, 1000, 2300, *[700] * 7], "table4": [1] * 15}
"""How the width is shared among the grid columns of each table."""


_NUMERALS = "一二三四"


def as_docx(comparison: Comparison) -> bytes:
    """The document; the same comparison gives the same bytes."""
    names = told.names(comparison)
    parts = iter(_NUMERALS)
    title = f"政府信息公开工作年度报告{told.KINDS[comparison.kind]}"
    out = [paragraph('<w:pStyle w:val="Title"/>', run(title))]
    for name, side in ((names.this, comparison.this), (names.other, comparison.other)):
        out.append(_body(f"{name}：{told.title_of(side)}"))
    out.append(_body(comparison.kind_reason))
    out.append(_heading(f"{next(parts)}、摘要"))
    out += _summary(comparison, names)
    if comparison.tables:
        out.append(_heading(f"{next(parts)}、三张表"))
        out.append(_body(f"每格上面是{names.this}的数，下面是{names.other}的数和增减；只有一个数的，两份相同。"))
        for table in comparison.tables:
            drawing = draw(table)
            out += [_heading(drawing.caption, 2), _form(drawing), _gap()]
            if drawing.beside:
                out += [_beside(drawing.beside, names), _gap()]
    if comparison.figures:
        rows = [
            [
                f.label,
                _stated(f.value, f.approximate),
                _stated(f.other_value, f.other_approximate),
                told.signed(f.difference),
                told.percent(f.growth),
            ]
            for f in comparison.figures
        ]
        out += [
            _heading(f"{next(parts)}、文中数据"),
            _plain(["文中的数", names.this, names.other, "增减", "增幅"], rows, [7, 3, 3, 3, 3]),
            _gap(),
        ]
    if comparison.sections:
        out.append(_heading(f"{next(parts)}、文字对照"))
        out += _texts(comparison, names)
    printed = Printed(title, comparison.this.agency, comparison.this.year, None, (), ())
    return package(printed, "".join(out))


def _summary(comparison: Comparison, names: Names) -> Iterator[str]:
    found = told.story(comparison)
    for sentence in (*found.sentences, *comparison.notes):
        yield _body(sentence)
    for check in comparison.checks:
        words = {True: "相符", False: "不符", None: "无法核对"}[check.holds]
        yield _body(f"{check.name}：{words}。{(check.message or '').replace(chr(10), '')}")
    rows = [
        [
            title,
            f"{cell.path.partition('·')[0]} {told.short_path(cell)}",
            told.now(cell),
            told.then(cell),
            told.signed(cell.difference),
            told.percent(cell.growth),
        ]
        for title, cells in told.groups(comparison)
        for cell in cells
    ]
    if rows:
        yield _plain(["变化", "栏目", names.this, names.other, "增减", "增幅"], rows, [3, 9, 3, 3, 3, 3])
        yield _gap()


def _stated(value: float | int | None, approximate: bool) -> str:
    return "未写" if value is None else told.shown(value, "number") + ("余" if approximate else "")


def _texts(comparison: Comparison, names: Names) -> Iterator[str]:
    legend = (
        run("加下划线的文字", _NEW)
        + run(f"只见于{names.this}，")
        + run("加删除线的文字", _GONE)
        + run(f"只见于{names.other}，没有标注的段落两份相同。")
    )
    yield paragraph('<w:pStyle w:val="BodyText"/>', legend)
    for section in comparison.sections:
        taken = f"（沿用 {told.share(section.share)}）" if section.share is not None else ""
        yield _heading(f"{section.heading}{taken}", 2)
        for pair in section.paragraphs:
            plain = pair.text == pair.other_text and not pair.moved
            tag = "" if plain else run(f"〔{told.paragraph_words(pair, comparison)}〕", _TAG)
            yield paragraph('<w:pStyle w:val="BodyText"/><w:jc w:val="left"/>', tag + _marked(pair))


def _marked(pair: ParagraphPair) -> str:
    if pair.text is None:
        return run(pair.other_text or "", _GONE)
    if pair.other_text is None:
        return run(pair.text, _NEW)
    if not pair.segments:
        return run(pair.text)
    return "".join(run(s.text, {"new": _NEW, "gone": _GONE, "same": ""}[s.kind]) for s in pair.segments)


# ---- tables


def _form(drawing: Drawing) -> str:
    """A table of the official form; each value cell has the two values."""
    widths = _widths(_SHARES[drawing.key])
    rows = []
    open_cells: dict[int, tuple[DrawnCell, int]] = {}
    for number, row in enumerate(drawing.rows):
        cells = iter(row)
        out = []
        at = 0
        while at < drawing.width:
            if at in open_cells:
                cell, left = open_cells.pop(at)
                out.append(_tc(sum(widths[at : at + cell.colspan]), cell.colspan, "continue", _LABEL, [_line("")]))
                if left > 1:
                    open_cells[at] = cell, left - 1
            else:
                cell = next(cells)
                merge = "restart" if cell.rowspan > 1 else ""
                lines, fill = _lines(drawing, cell, number < min(len(drawing.rows) - 1, _KEPT))
                out.append(_tc(sum(widths[at : at + cell.colspan]), cell.colspan, merge, fill, lines))
                if cell.rowspan > 1:
                    open_cells[at] = cell, cell.rowspan - 1
            at += cell.colspan
        rows.append(_tr("".join(out), number < drawing.head))
    return _table(drawing.caption, widths, rows)


def _lines(drawing: Drawing, cell: DrawnCell, keep: bool) -> tuple[list[str], str]:
    """The paragraphs of a cell and its shading."""
    if cell.kind != "value":
        style = "TableLabel" if cell.kind == "row" and drawing.key == "table3" else "TableText"
        return [_line(cell.text, "", style, keep)], "" if cell.kind == "corner" else _LABEL
    pair = cell.pair
    if pair is None:
        return [_line("", keep=keep)], ""
    now = told.now(pair)
    if pair.change == "not_comparable":
        return [_line(now, keep=keep), _line("不可比", _SMALL, keep=keep)], ""
    if pair.change == "same" and pair.value == pair.other_value:
        return [_line(now, keep=keep)], ""
    below = [told.then(pair), told.signed(pair.difference) if pair.difference else ""]
    below = below if drawing.key != "table2" else [" ".join(below)]
    return [_line(now, _BOLD, keep=keep), *(_line(text, _SMALL, keep=keep) for text in below if text)], _CHANGED


def _beside(cells: Iterable[CellPair], names: Names) -> str:
    rows = [
        [
            cell.path.partition("·")[2],
            told.beside(cell, cell.value, cell.state) + (cell.unit or ""),
            told.beside(cell, cell.other_value, cell.other_state) + (cell.other_unit or ""),
            told.signed(cell.difference),
            told.remark(cell),
        ]
        for cell in cells
    ]
    return _plain(["表样中没有的栏目", names.this, names.other, "增减", "说明"], rows, [6, 3, 3, 3, 6])


def _plain(titles: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int]) -> str:
    """A table with a line of headings; names on the left, numbers in the middle."""
    widths = _widths(shares)
    out = [_tr("".join(_tc(w, 1, "", _LABEL, [_line(t)]) for t, w in zip(titles, widths, strict=True)), True)]
    for row in rows:
        cells = (
            _tc(w, 1, "", "", [_line(text, "", "TableLabel" if titles[n] in _NAMES else "TableText")])
            for n, (text, w) in enumerate(zip(row, widths, strict=True))
        )
        out.append(_tr("".join(cells), False))
    return _table(titles[0], widths, out)


_NAMES = frozenset(["栏目", "说明", "文中的数", "表样中没有的栏目"])


def _widths(shares: Sequence[int]) -> list[int]:
    total = sum(shares)
    return [b - a for a, b in pairwise([TEXT_WIDTH * part // total for part in accumulate(shares, initial=0)])]


def _table(caption: str, widths: Sequence[int], rows: Iterable[str]) -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    borders = "".join(f"<w:{side} {line}" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escape(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _tr(cells: str, header: bool) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="300" w:hRule="atLeast"/>{repeated}</w:trPr>{cells}</w:tr>'


def _tc(width: int, span: int, merge: str, fill: str, lines: Iterable[str]) -> str:
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{grid}{down}{fill}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(lines)}</w:tc>"


def _line(text: str, properties: str = "", style: str = "TableText", keep: bool = False) -> str:
    return paragraph(f'<w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}', run(text, properties))


def _heading(text: str, level: int = 1) -> str:
    return paragraph(f'<w:pStyle w:val="Heading{level}"/>', run(text))


def _body(text: str) -> str:
    return paragraph('<w:pStyle w:val="BodyText"/>', run(text))


def _gap() -> str:
    """A narrow line below a table: two tables that touch would be one."""
    return paragraph('<w:pStyle w:val="TableText"/>', "")
