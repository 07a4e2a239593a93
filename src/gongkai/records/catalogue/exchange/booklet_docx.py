"""The booklet as .docx: a cover and contents on upright pages, the tables on A4 laid across, their headings on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gongkai.annual.write.docx.package import packed
from gongkai.annual.write.docx.page import BOTTOM, HEIGHT, LEFT, LINE, RIGHT, TOP, WIDTH
from gongkai.annual.write.docx.xml import escape, paragraph, run
from gongkai.records.catalogue.exchange.booklet import Booklet
from gongkai.records.catalogue.exchange.layout import ABSENT_TITLE, LONG, Column, Line, Part, heads

_SIDE = 850
_ACROSS = HEIGHT - 2 * _SIDE
"""Width of a table on a page laid across."""
_TITLE_FONT = '<w:rFonts w:ascii="方正小标宋简体" w:eastAsia="方正小标宋简体" w:hAnsi="方正小标宋简体"/>'
_SIZE = '<w:sz w:val="17"/><w:szCs w:val="17"/>'
_FOOT = '<w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_docx(printed: Booklet) -> bytes:
    """The bytes of the file; the same booklet gives the same bytes."""
    out = [_cover(printed), _contents(printed), _section(across=False, first=True)]
    for number, part in enumerate(printed.parts):
        out.append(_heading(part.title, number, broken=number > 0))
        out.append(_table(printed, part))
    if printed.absent or printed.left_out:
        out.append(_heading(ABSENT_TITLE, len(printed.parts), broken=bool(printed.parts)))
        rows = [*((domain, "", why) for domain, why in printed.absent), *printed.left_out]
        out.append(_plain_table(("序号", "领域", "事项", "说明"), [(str(n), *row) for n, row in enumerate(rows, 1)]))
    out.append(_last_section())
    return packed(printed.title, printed.agency, "".join(out))


def _cover(printed: Booklet) -> str:
    centre = '<w:jc w:val="center"/>'
    lines = []
    for number, text in enumerate(printed.cover):
        above = 4 * LINE if number == 0 else 0
        spacing = f'<w:spacing w:before="{above}" w:line="900" w:lineRule="exact"/>'
        look = f'{_TITLE_FONT}<w:sz w:val="52"/><w:szCs w:val="52"/>'
        lines.append(paragraph(f'<w:pStyle w:val="Title"/>{spacing}', run(text, look)))
    lines.append(paragraph(f'<w:spacing w:before="{LINE}"/>{centre}', run(f"（{printed.edition}）")))
    lines.append(paragraph(f'<w:spacing w:before="{5 * LINE}"/>{centre}', run(printed.agency)))
    day = f"{printed.day.year}年{printed.day.month}月{printed.day.day}日"
    lines.append(paragraph(f'<w:spacing w:before="{LINE // 2}"/>{centre}', run(f"自{day}起施行")))
    return "".join(lines)


def _contents(printed: Booklet) -> str:
    out = [
        paragraph(
            '<w:pageBreakBefore/><w:spacing w:after="300"/><w:jc w:val="center"/>',
            run("目　　录", '<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hAnsi="黑体"/><w:sz w:val="36"/>'),
        )
    ]
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH - LEFT - RIGHT}"/></w:tabs>'
    entries = [(part.title, f"{len(part.lines)} 项") for part in printed.parts]
    if printed.absent or printed.left_out:
        entries.append((ABSENT_TITLE, ""))
    for number, (title, said) in enumerate(entries):
        link = (
            f'<w:hyperlink w:anchor="part{number}"><w:r><w:t>{escape(f"{number + 1}. {title}")}</w:t></w:r>'
            f"<w:r><w:tab/><w:t>{escape(said)}</w:t></w:r></w:hyperlink>"
        )
        out.append(paragraph(f'{tab}<w:spacing w:line="{LINE}" w:lineRule="exact"/>', link))
    return "".join(out)


def _heading(title: str, number: int, broken: bool) -> str:
    mark = f'<w:bookmarkStart w:id="{number}" w:name="part{number}"/>{run(title)}<w:bookmarkEnd w:id="{number}"/>'
    new_page = "<w:pageBreakBefore/>" if broken else ""
    return paragraph(f'<w:pStyle w:val="Heading1"/>{new_page}<w:ind w:firstLine="0"/><w:jc w:val="center"/>', mark)


def _section(across: bool, first: bool) -> str:
    return f"<w:p><w:pPr>{_properties(across, first)}</w:pPr></w:p>"


def _last_section() -> str:
    return _properties(across=True, first=False)


def _properties(across: bool, first: bool) -> str:
    if not across:
        return (
            f'<w:sectPr><w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" '
            f'w:left="{LEFT}" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
        )
    return (
        f'<w:sectPr>{_FOOT}<w:pgSz w:w="{HEIGHT}" w:h="{WIDTH}" w:orient="landscape"/><w:pgMar w:top="1134" w:right="{_SIDE}" '
        f'w:bottom="1134" w:left="{_SIDE}" w:header="680" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/></w:sectPr>'
    )


def _table(printed: Booklet, part: Part) -> str:
    widths = printed.edges(_ACROSS)
    out = [_opening(widths), *_head(printed.columns, widths)]
    for line in part.lines:
        out.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        out += [_of_line(line, column, width) for column, width in zip(printed.columns, widths, strict=True)]
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _of_line(line: Line, column: Column, width: int) -> str:
    if column.key == "number":
        return _cell(str(line.number), width)
    if column.key == "level1":
        merge = '<w:vMerge w:val="restart"/>' if line.merged > 1 else "" if line.merged else "<w:vMerge/>"
        return _cell(line.texts["level1"] if line.merged else "", width, merge)
    return _cell(line.texts[column.key], width, left=column.key in LONG)


def _head(columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    above, below = [], []
    for group, at, end in heads(columns):
        if group:
            above.append(_cell(group, sum(widths[at:end]), f'<w:gridSpan w:val="{end - at}"/>', bold=True))
            below += [_cell(columns[i].label, widths[i], bold=True) for i in range(at, end)]
        else:
            above.append(_cell(columns[at].label, widths[at], '<w:vMerge w:val="restart"/>', bold=True))
            below.append(_cell("", widths[at], "<w:vMerge/>", bold=True))
    opened = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    return [opened, *above, "</w:tr>", opened, *below, "</w:tr>"]


def _plain_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [_ACROSS * share // 100 for share in (6, 20, 30, 44)]
    out = [_opening(widths), "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"]
    out += [_cell(text, width, bold=True) for text, width in zip(head, widths, strict=True)]
    out.append("</w:tr>")
    for row in rows:
        out.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        out += [_cell(text, width, left=n == 3) for n, (text, width) in enumerate(zip(row, widths, strict=True))]
        out.append("</w:tr>")
    return "".join([*out, "</w:tbl>"])


def _opening(widths: Sequence[int]) -> str:
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
    )


def _cell(text: str, width: int, merge: str = "", *, bold: bool = False, left: bool = False) -> str:
    opened, properties = _look(width, merge, left), _SIZE
    if bold:
        properties = '<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hAnsi="黑体"/>' + _SIZE
    inner = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{"TableLabel" if left else "TableText"}"/><w:spacing w:line="220" '
        f'w:lineRule="exact"/></w:pPr>{run(line, properties)}</w:p>'
        for line in text.split("\n")
    )
    return f"{opened}{inner}</w:tc>"


@cache
def _look(width: int, merge: str, left: bool) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>'
