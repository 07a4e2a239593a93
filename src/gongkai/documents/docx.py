"""Word documents (.docx), read from their XML. → `read_docx`.

What a person sees with all changes accepted: deletions, comments, field codes and hidden text are gone, insertions,
automatic numbers and text boxes are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.docx_numbering import Numbering
from gongkai.documents.docx_parts import CHARACTERS, VAL, Package, Style, W, is_on, num_pr, outline, parse_xml
from gongkai.documents.docx_table import read_table
from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Block, Document, Paragraph, Picture, ReadingNote

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

P, R, T, PPR, RPR, TBL = W + "p", W + "r", W + "t", W + "pPr", W + "rPr", W + "tbl"
_TXBX = W + "txbxContent"
_ALTERNATE = _MC + "AlternateContent"
_BOXES = {W + n for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")} | {_MC + "Choice"}
"""Wrappers around paragraphs, rows, cells and runs that are not there for the reader."""
_RUN_BOXES = _BOXES | {W + n for n in ("hyperlink", "fldSimple", "dir", "bdo")}
_REVISIONS = (W + "ins", W + "del", W + "moveFrom")
_GONE = {W + n for n in ("del", "moveFrom")}
_SYMBOLS = {0xFC: "✓", 0xFE: "☑", 0xA8: "□", 0x6F: "□", 0x52: "☑", 0x50: "✓", 0xFB: "✗", 0xFD: "☒", 0x51: "☒"}
_EMU = 12_700  # English metric units in a point
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "": 0.75}


def read_docx(data: bytes, limits: Limits | None = None) -> Document:
    """A .docx as a document. Raises Unreadable (damaged, bomb, encrypted)."""
    limits = limits or Limits()
    package = Package(data, limits)
    source = package.part(package.main)
    if source is None:
        raise Unreadable("damaged", "文件不完整：找不到文档正文。请用原软件打开并另存后重新提交。")
    root = parse_xml(source)
    body = root.find(W + "body")
    if body is None:
        raise Unreadable("damaged", "文件里没有文档正文，可能不是 Word 文档。请用原软件打开并另存后重新提交。")
    story = Story(package, root, limits)
    blocks = story.blocks(body)
    document = Document(blocks, "docx", package.title())
    if story.hidden:
        document.notes.append(ReadingNote("hidden_text", f"文档含有隐藏文字（约 {story.hidden} 字），未读入；公开前请清除。"))
    if story.changes:
        document.notes.append(ReadingNote("tracked_changes", "文档带有未处理的修订，已按“接受全部修订”读取；公开前请处理。"))
    return document


class Story:
    """Reads the stories of one document: body, cells, text boxes."""

    def __init__(self, package: Package, root: etree._Element, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.hidden = 0
        self.changes = next(root.iter(*_REVISIONS), None) is not None
        self.styles: dict[str, Style] = {}
        if next(root.iter(W + "pStyle", W + "rStyle"), None) is not None:
            self.styles = package.styles()
        self.numbered = {name for name, style in self.styles.items() if style.num[0]}
        """Paragraph styles with automatic numbers."""
        self.may_hide = next(root.iter(W + "vanish"), None) is not None or (
            any(style.hidden for style in self.styles.values()) and next(root.iter(W + "rStyle"), None) is not None
        )
        self._numbering: Numbering | None = None
        self.fields: list[bool] = []  # open fields: True once the result has begun
        self._floats: list[Block] = []  # what is anchored in the current paragraph: text boxes, pictures
        self._altered = 0

    def blocks(self, container: etree._Element) -> list[Block]:
        """The blocks of a body, cell or text box in reading order; blank paragraphs left out."""
        out: list[Block] = []
        carried = ""
        for element in self.children(container):
            tag = element.tag
            if tag == P:
                text, level, centered, joined = self.paragraph(element)
                text = carried + text
                carried = ""
                if joined:
                    carried = text
                elif text:
                    if "\n" in text:
                        lines = (line.strip() for line in text.split("\n"))
                        out.extend(Paragraph(line, level, None, centered) for line in lines if line)
                    elif stripped := text.strip():
                        out.append(Paragraph(stripped, level, None, centered))
                if self._floats:
                    out.extend(self._floats)
                    self._floats = []
            elif tag == TBL:
                if carried.strip():
                    out.append(Paragraph(carried.strip()))
                    carried = ""
                out.extend(read_table(self, element))
            elif tag == W + "altChunk":
                out.extend(self._chunk(element))
        if carried.strip():
            out.append(Paragraph(carried.strip()))
        return out

    def children(self, container: etree._Element) -> Iterator[etree._Element]:
        """Children with the wrappers around them opened and what was deleted left out."""
        for element in container:
            tag = element.tag
            if tag in _BOXES:
                yield from self.children(element)
            elif tag == _ALTERNATE:
                choice = element.find(_MC + "Choice")
                yield from self.children(choice if choice is not None else element)
            elif tag not in _GONE:
                yield element

    def paragraph(self, element: etree._Element) -> tuple[str, int, bool, bool]:
        """Text, heading level, centered, and whether its end was deleted, so that the next paragraph joins it."""
        level, centered, joined, label = 0, False, False, ""
        parts: list[str] = []
        for child in element:
            tag = child.tag
            if tag == R:
                self._run(child, parts)
            elif tag == PPR:
                level, centered, joined, label = self._properties(child)
            elif tag in _RUN_BOXES:
                self._runs(child, parts)
            elif tag == _ALTERNATE:
                self._alternate(child, parts)
            elif tag == _M + "oMath" or tag == _M + "oMathPara":
                parts.extend(t.text or "" for t in child.iter(_M + "t"))
        while self.fields and not self.fields[-1]:
            self.fields.pop()  # a field code that never ends must not swallow the document
        text = parts[0] if len(parts) == 1 else "".join(parts)
        if "\xa0" in text:
            text = text.replace("\xa0", " ")
        if label:
            text = (label + " " if label[-1].isalnum() and label[-1].isascii() else label) + text.lstrip()
        return text, level, centered, joined

    def _properties(self, ppr: etree._Element) -> tuple[int, bool, bool, str]:
        level: int | None = None
        centered: bool | None = None
        joined = False
        num: str | None = None
        ilvl: int | None = None
        style_id = ""
        for prop in ppr:
            tag = prop.tag
            if tag == W + "pStyle":
                style_id = prop.get(VAL, "")
            elif tag == W + "jc":
                centered = prop.get(VAL) == "center"
            elif tag == W + "outlineLvl":
                level = outline(prop, level)
            elif tag == W + "numPr":
                num, ilvl = num_pr(prop)
            elif tag == RPR and self.changes:
                joined = any(mark.tag in _GONE for mark in prop)
        style = self.styles.get(style_id) if style_id else None
        if style is not None:
            level = style.level if level is None else level
            centered = style.centered if centered is None else centered
        from_style = num is None and style is not None
        if from_style and style is not None:
            num, ilvl = style.num[0], style.num[1] if ilvl is None else ilvl
        label = self._label(num, ilvl, style_id if from_style else "") if num and num != "0" else ""
        return level or 0, bool(centered), joined, label

    def _label(self, num: str, ilvl: int | None, style_id: str) -> str:
        """The number in front of a paragraph; `style_id` where its list comes from its style."""
        if self._numbering is None:
            self._numbering = Numbering(self.package.beside_main("numbering.xml"))
        if ilvl is None:
            ilvl = self._numbering.level_of_style(num, style_id) if style_id else 0
        return self._numbering.label(num, ilvl)

    def _runs(self, container: etree._Element, parts: list[str]) -> None:
        for child in container:
            tag = child.tag
            if tag == R:
                self._run(child, parts)
            elif tag in _RUN_BOXES:
                self._runs(child, parts)
            elif tag == _ALTERNATE:
                self._alternate(child, parts)

    def _run(self, run: etree._Element, parts: list[str]) -> None:
        if self.may_hide and self._is_hidden(run):
            self.hidden += sum(len(t.text or "") for t in run.iter(T))
            return
        for child in run:
            tag = child.tag
            if tag == T:
                if child.text and (not self.fields or False not in self.fields):
                    parts.append(child.text)
            elif tag in CHARACTERS:
                parts.append(CHARACTERS[tag])
            elif tag == RPR:
                continue
            elif tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == W + "sym":
                parts.append(_symbol(child))
            elif tag == W + "drawing" or tag == W + "pict" or tag == W + "object":
                self._drawing(child)
            elif tag == _ALTERNATE:
                self._alternate(child, parts)
            elif tag == W + "ruby":
                for base in child.iterchildren(W + "rubyBase"):
                    self._runs(base, parts)

    def _is_hidden(self, run: etree._Element) -> bool:
        rpr = run.find(RPR)
        if rpr is None:
            return False
        for prop in rpr:
            if prop.tag == W + "vanish":
                return is_on(prop)
        for prop in rpr:
            if prop.tag == W + "rStyle":
                style = self.styles.get(prop.get(VAL, ""))
                return style is not None and style.hidden
        return False

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif self.fields:
            if kind == "separate":
                self.fields[-1] = True
            elif kind == "end":
                self.fields.pop()

    def _alternate(self, element: etree._Element, parts: list[str]) -> None:
        """One branch only: the first that gives anything."""
        for branch in element:
            before, floats = len(parts), len(self._floats)
            self._branch(branch, parts)
            if len(parts) > before or len(self._floats) > floats:
                return

    def _branch(self, branch: etree._Element, parts: list[str]) -> None:
        for child in branch:
            tag = child.tag
            if tag == R:
                self._run(child, parts)
            elif tag == T:
                parts.append(child.text or "")
            elif tag == W + "drawing" or tag == W + "pict" or tag == W + "object":
                self._drawing(child)
            elif tag in _RUN_BOXES:
                self._runs(child, parts)

    def _drawing(self, element: etree._Element) -> None:
        """Text boxes become blocks behind their paragraph, pictures `Picture`."""
        boxes = [box for box in element.iter(_TXBX) if not _within(box, element)]
        if boxes:
            kept, self._floats = self._floats, []
            fields, self.fields = self.fields, []
            for box in boxes:
                blocks = self.blocks(box)
                kept.extend(blocks)
            self._floats, self.fields = kept, fields
            return
        if next(element.iter(_A + "blip", _V + "imagedata"), None) is not None:
            self._floats.append(_picture(element))

    def _chunk(self, element: etree._Element) -> list[Block]:
        """Another file embedded as text (how web systems "export to Word"): read as what it is."""
        data = self.package.related(element.get(_R + "id", ""))
        if not data or self._altered > 20:
            return []
        self._altered += 1
        from gongkai.documents.sniff import sniff

        kind = sniff(data)
        if kind == "html":
            from gongkai.documents.html import read_html

            return read_html(data, self.limits).blocks
        if kind == "mhtml":
            from gongkai.documents.mhtml import read_mhtml

            return read_mhtml(data, self.limits).blocks
        if kind == "text":
            from gongkai.documents.text import read_text

            return read_text(data).blocks
        return []


def _within(box: etree._Element, top: etree._Element) -> bool:
    """Whether a text box lies in another one, or in the fallback for readers that cannot show it."""
    parent = box.getparent()
    while parent is not None and parent is not top:
        if parent.tag == _TXBX or parent.tag == _MC + "Fallback":
            return True
        parent = parent.getparent()
    return False


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "")
    return chr(code) if 32 <= code < 0xD800 else ""


def _picture(element: etree._Element) -> Picture:
    name, width, height = "", 0.0, 0.0
    extent = next(element.iter(_WP + "extent"), None)
    if extent is not None:
        width, height = _emu(extent.get("cx")), _emu(extent.get("cy"))
    props = next(element.iter(_WP + "docPr"), None)
    if props is not None:
        name = props.get("descr") or props.get("name") or ""
    shape = next(element.iter(_V + "shape"), None)
    if shape is not None and not width:
        sizes = {k: float(v) * _POINTS[unit] for k, v, unit in _SIZE.findall(shape.get("style", "")) if v.count(".") < 2}
        width, height = round(sizes.get("width", 0.0), 2), round(sizes.get("height", 0.0), 2)
        name = name or shape.get("alt") or ""
    return Picture(name[:200], width, height)


def _emu(value: str | None) -> float:
    return round(int(value) / _EMU, 2) if value and value.isdigit() and len(value) < 12 else 0.0
