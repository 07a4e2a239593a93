"""OpenDocument text and spreadsheets (.odt, .ods, and both as one flat XML file), read from their XML. → `read_odf`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongkai.documents.docx_parts import parse_xml
from gongkai.documents.errors import Unreadable
from gongkai.documents.grids import (
    MAX_COLSPAN,
    MAX_ROWSPAN,
    Spanned,
    blocks_text,
    is_prose_column,
    place,
    split_prose,
    with_nested,
)
from gongkai.documents.limits import Limits
from gongkai.documents.model import Block, Document, Grid, Paragraph, Picture, ReadingNote
from gongkai.documents.odf_lists import LIST, Lists
from gongkai.documents.sheet import Area, number, sheet_blocks, workbook
from gongkai.documents.zips import open_zip, read_member

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{{{_URN}office:1.0}}", f"{{{_URN}text:1.0}}", f"{{{_URN}table:1.0}}"
_DRAW, _STYLE = f"{{{_URN}drawing:1.0}}", f"{{{_URN}style:1.0}}"
_FO, _SVG = f"{{{_URN}xsl-fo-compatible:1.0}}", f"{{{_URN}svg-compatible:1.0}}"
_P, _H, _TABLE = TEXT + "p", TEXT + "h", TABLE + "table"
_ROW, _CELL, _COVERED = TABLE + "table-row", TABLE + "table-cell", TABLE + "covered-table-cell"
_ROW_GROUPS = {TABLE + n for n in ("table-header-rows", "table-row-group", "table-rows")}
_SECTIONS = {TEXT + n for n in ("section", "index-body", "table-of-content", "numbered-paragraph", "index-title")}
_SKIPPED = {
    TEXT + n for n in ("tracked-changes", "note", "hidden-text", "ruby-text", "bookmark", "sequence-decls", "user-field-decls")
} | {
    OFFICE + "annotation",
    OFFICE + "annotation-end",
    OFFICE + "forms",
    TABLE + "shapes",
}
_UNITS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75}


def read_odf(data: bytes, limits: Limits | None = None) -> Document:
    """An OpenDocument file as a document. Raises Unreadable (damaged, encrypted, bomb, too_large, unknown_format)."""
    limits = limits or Limits()
    title = None
    if data.startswith(b"PK"):
        with open_zip(data, limits) as archive:
            names = set(archive.namelist())
            if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
                raise Unreadable("encrypted", "文件设有打开密码，请取消密码后重新提交。")
            if "content.xml" not in names:
                raise Unreadable("damaged", "文件不完整：找不到正文。请用原软件打开并另存后重新提交。")
            root = parse_xml(read_member(archive, "content.xml"))
            if "meta.xml" in names:
                title = _title(parse_xml(read_member(archive, "meta.xml")))
    else:
        root = parse_xml(data)
        title = _title(root)
    body = root.find(OFFICE + "body")
    content = next(iter(body), None) if body is not None else None
    if content is None or content.tag not in (OFFICE + "text", OFFICE + "spreadsheet"):
        raise Unreadable("unknown_format", "这不是文字或表格文档（可能是演示文稿或绘图），请另存为 docx 或 PDF 后提交。")
    reader = _Reader(root, limits)
    if content.tag == OFFICE + "text":
        document = Document(reader.blocks(content), "odt", title)
    else:
        document = reader.sheets(content, title)
    if reader.hidden:
        document.notes.append(ReadingNote("hidden_text", f"文档含有隐藏文字（约 {reader.hidden} 字），未读入；公开前请清除。"))
    if next(root.iter(TEXT + "changed-region"), None) is not None:
        document.notes.append(ReadingNote("tracked_changes", "文档带有未处理的修订，已按“接受全部修订”读取；公开前请处理。"))
    return document


def _title(root: etree._Element) -> str | None:
    found = next(root.iter("{http://purl.org/dc/elements/1.1/}title"), None)
    return (found.text or "").strip() or None if found is not None else None


class _Reader:
    """One document's styles, lists and counters."""

    def __init__(self, root: etree._Element, limits: Limits) -> None:
        self.limits = limits
        self.hidden = 0
        self.centered: set[str] = set()
        self.invisible: set[str] = set()
        for style in root.iter(_STYLE + "style"):
            name = style.get(_STYLE + "name", "")
            for child in style:
                if child.tag == _STYLE + "paragraph-properties" and child.get(_FO + "text-align") == "center":
                    self.centered.add(name)
                elif child.tag == _STYLE + "text-properties" and child.get(TEXT + "display") == "none":
                    self.invisible.add(name)
        self.lists = Lists(root)
        self._floats: list[Block] = []
        self._cells = 0

    def blocks(self, container: etree._Element) -> list[Block]:
        """The blocks of a body, section, cell or text box in reading order; blank paragraphs left out."""
        out: list[Block] = []
        for element in container:
            tag = element.tag
            if tag in (_P, _H):
                out.extend(self._paragraph(element, ""))
            elif tag == LIST:
                self._list(element, None, 0, out)
            elif tag == _TABLE:
                out.extend(self._table(element))
            elif tag == _DRAW + "frame":
                self._frame(element)
            elif tag in _SECTIONS:
                if element.get(TEXT + "display") == "none":
                    self.hidden += len("".join(map(str, element.itertext())))
                else:
                    out.extend(self.blocks(element))
            if self._floats:
                out.extend(self._floats)
                self._floats = []
        return out

    def _paragraph(self, element: etree._Element, label: str) -> list[Block]:
        parts: list[str] = []
        self._inline(element, parts)
        text = "".join(parts).replace("\xa0", " ").strip()
        level = 0
        if element.tag == _H:
            value = element.get(TEXT + "outline-level", "1")
            level = int(value) if value.isdigit() else 1
        centered = element.get(TEXT + "style-name", "") in self.centered
        if label and text:
            text = (label + " " if label[-1].isalnum() and label[-1].isascii() else label) + text
        lines = (line.strip() for line in text.split("\n"))
        out: list[Block] = [Paragraph(line, level, None, centered) for line in lines if line]
        out.extend(self._floats)
        self._floats = []
        return out

    def _inline(self, element: etree._Element, parts: list[str]) -> None:
        if element.text:
            parts.append(_squeeze(element.text))
        for child in element:
            tag = child.tag
            if tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                parts.append(" " * min(int(count) if count.isdigit() else 1, 200))
            elif tag == TEXT + "tab":
                parts.append("\t")
            elif tag == TEXT + "line-break":
                parts.append("\n")
            elif tag == _DRAW + "frame" or tag == _DRAW + "custom-shape":
                self._frame(child)
            elif tag == TEXT + "span" and child.get(TEXT + "style-name") in self.invisible:
                self.hidden += len("".join(map(str, child.itertext())))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._inline(child, parts)
            if child.tail:
                parts.append(_squeeze(child.tail))

    def _list(self, element: etree._Element, style: str | None, depth: int, out: list[Block]) -> None:
        style = element.get(TEXT + "style-name") or style
        self.lists.enter(element, style, depth)
        for item in element:
            if item.tag not in (TEXT + "list-item", TEXT + "list-header"):
                continue
            first = True
            for child in item:
                if child.tag == LIST:
                    self._list(child, style, depth + 1, out)
                elif child.tag == _P or child.tag == _H:
                    label = self.lists.label(style, depth, item) if first and item.tag == TEXT + "list-item" else ""
                    out.extend(self._paragraph(child, label))
                    first = False
                elif child.tag == _TABLE:
                    out.extend(self._table(child))

    def _frame(self, frame: etree._Element) -> None:
        """A text box gives its blocks, a picture `Picture`; shapes give the text on them."""
        box = frame.find(_DRAW + "text-box")
        if frame.tag == _DRAW + "custom-shape":
            box = frame
        kept, self._floats = self._floats, []
        if box is not None:
            kept.extend(self.blocks(box))
        elif frame.find(_DRAW + "image") is not None:
            name = frame.get(_DRAW + "name", "")
            kept.append(Picture(name[:200], _points(frame.get(_SVG + "width")), _points(frame.get(_SVG + "height"))))
        self._floats = kept + self._floats

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for child in table:
            if child.tag == _ROW:
                yield child
            elif child.tag in _ROW_GROUPS:
                yield from self._rows(child)

    def _count(self, n: int) -> None:
        self._cells += n
        if self._cells > self.limits.max_cells:
            raise Unreadable("too_large", f"表格超过 {self.limits.max_cells} 格的上限，请删去多余的行列后重新提交。")

    def _table(self, table: etree._Element) -> list[Block]:
        spanned: list[list[Spanned]] = []
        contents: list[list[Block]] = []
        nested = False
        for row in self._rows(table):
            line: list[Spanned] = []
            held: list[list[Block]] = []
            for cell in row:
                if cell.tag != _CELL:
                    continue
                blocks = self.blocks(cell)
                nested = nested or any(isinstance(b, Grid) for b in blocks)
                repeat = _integer(cell.get(TABLE + "number-columns-repeated"), 1)
                rowspan = min(_integer(cell.get(TABLE + "number-rows-spanned"), 1), MAX_ROWSPAN)
                colspan = min(_integer(cell.get(TABLE + "number-columns-spanned"), 1), MAX_COLSPAN)
                self._count(repeat)
                line.extend([(blocks_text(blocks), rowspan, colspan)] * repeat)
                held.extend([blocks] * repeat)
            repeat = _integer(row.get(TABLE + "number-rows-repeated"), 1)
            self._count((repeat - 1) * max(len(line), 1))
            spanned.extend([line] * repeat)
            contents.extend(held * repeat)
        grid = place(spanned)
        if not grid.cells:
            return []
        if nested:
            out = with_nested(grid, contents)
            if len(out) != 1 or not isinstance(out[0], Grid) or out[0].nested:
                return out
            return split_prose(out[0])
        if is_prose_column(grid) or not any(cell.text for cell in grid.cells):
            return [block for blocks in contents for block in blocks]
        return [*split_prose(grid), *(b for blocks in contents for b in blocks if isinstance(b, Picture))]

    def sheets(self, content: etree._Element, title: str | None) -> Document:
        """The tables of a spreadsheet, read like any other workbook."""
        sheets = [(table.get(TABLE + "name", ""), self._sheet(table)) for table in content.iterchildren(_TABLE)]
        document = workbook(sheets, title)
        if not document.blocks:
            raise Unreadable("empty", "工作簿里没有内容。请确认选对了文件。")
        return document

    def _value(self, cell: etree._Element) -> str:
        """What a cell of a sheet holds: its number or date as such, because print rounds; else its text."""
        printed = blocks_text(self.blocks(cell))
        kind = cell.get(OFFICE + "value-type")
        if kind == "date" and printed:
            return cell.get(OFFICE + "date-value", printed).removesuffix("T00:00:00")
        try:
            return number(float(cell.get(OFFICE + "value", ""))) if kind == "float" and printed else printed
        except ValueError:
            return printed

    def _sheet(self, table: etree._Element) -> list[Block]:
        rows: list[list[str]] = []
        merged: list[Area] = []
        blank = 0  # blank rows and cells count only once something follows them: sheets end in a million of them
        for row in self._rows(table):
            line: list[str] = []
            gap = 0
            spans: list[tuple[int, int, int]] = []
            for cell in row:
                if cell.tag not in (_CELL, _COVERED):
                    continue
                text = self._value(cell) if cell.tag == _CELL and len(cell) else ""
                repeat = _integer(cell.get(TABLE + "number-columns-repeated"), 1)
                down, across = (
                    _integer(cell.get(TABLE + "number-rows-spanned"), 1),
                    _integer(cell.get(TABLE + "number-columns-spanned"), 1),
                )
                if text:
                    self._count(gap + repeat)
                    line.extend([""] * gap)
                    gap = 0
                    if down * across > 1:
                        spans.append((len(line), down, across))
                    line.extend([text] * repeat)
                else:
                    gap += repeat
            repeat = _integer(row.get(TABLE + "number-rows-repeated"), 1)
            if not line:
                blank += repeat
                continue
            self._count((repeat - 1) * len(line) + min(blank, 2))
            rows.extend([[]] * min(blank, 2))
            blank = 0
            for r in range(len(rows), len(rows) + repeat):
                merged.extend(((r, c), (r + down - 1, c + across - 1)) for c, down, across in spans)
            rows.extend([line] * repeat)
        width = max((len(row) for row in rows), default=0)
        self._count(width * len(rows))
        return sheet_blocks([row + [""] * (width - len(row)) for row in rows], merged)


def _squeeze(text: str) -> str:
    """Runs of whitespace in the source are one space (OpenDocument 1.3 part 3 § 6.1.2)."""
    if "\n" in text or "\t" in text or "  " in text or "\r" in text:
        lead, trail = text[0].isspace(), text[-1].isspace()
        inner = " ".join(part for part in text.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ") if part)
        return (" " if lead else "") + inner + (" " if trail and inner else "")
    return text


def _integer(value: str | None, default: int) -> int:
    return max(int(value), 1) if value and value.isdigit() and len(value) < 10 else default


def _points(value: str | None) -> float:
    if not value or value[-2:] not in _UNITS:
        return 0.0
    try:
        return round(float(value[:-2]) * _UNITS[value[-2:]], 2)
    except ValueError:
        return 0.0
