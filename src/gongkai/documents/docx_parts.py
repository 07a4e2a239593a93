"""The parts of a .docx besides its text: the package itself, and the styles."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from html import unescape

from lxml import etree

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.zips import open_zip, packed, read_member

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
"""Characters that have an element of their own."""
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.I)
_OFF = ("0", "false", "off", "none")
_LEVELS = 9
_CACHED, _CACHED_PACKED, _CACHED_PARTS = 1_000_000, 60_000, 16


def parse_xml(data: bytes) -> etree._Element:
    """One XML part. Raises Unreadable: bomb where it brings its own entities, damaged where it is no XML."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
        data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise Unreadable("bomb", "文档内部含有实体定义（正常的文档没有），拒绝读取。请用原软件另存后重新提交。")
    if b"purl.oclc.org/ooxml" in data[:4096]:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        if "depth" in str(e):
            raise Unreadable("bomb", "文档内部嵌套层数异常，拒绝读取。请用原软件另存后重新提交。") from e
        raise Unreadable("damaged", "文档内容不完整或已损坏，请用原软件打开修复、另存后重新提交。") from e
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("bomb", "文档内部含有实体定义（正常的文档没有），拒绝读取。请用原软件另存后重新提交。")
    return root


class Package:
    """A .docx as a zip: its main part and those the main part needs."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.zip: zipfile.ZipFile = open_zip(data, limits)
        self.names = {info.filename.lstrip("/").replace("\\", "/"): info for info in self.zip.filelist}
        self.main = "word/document.xml" if "word/document.xml" in self.names else self._main_part()

    def _main_part(self) -> str:
        rels = self.part("_rels/.rels")
        for rel in parse_xml(rels) if rels else ():
            if str(rel.get("Type", "")).endswith("/officeDocument"):
                return str(rel.get("Target", "")).lstrip("/")
        raise Unreadable("damaged", "文件不完整：找不到文档正文。请用原软件打开并另存后重新提交。")

    def part(self, name: str) -> bytes | None:
        """A part's bytes, or None where the package has none of that name."""
        info = self.names.get(name)
        return None if info is None else read_member(self.zip, info)

    def beside_main(self, name: str) -> bytes | None:
        """A part in the main part's folder."""
        return self.part(posixpath.join(posixpath.dirname(self.main), name))

    def styles(self) -> dict[str, Style]:
        """Style id → style, inherited values filled in."""
        name = posixpath.join(posixpath.dirname(self.main), "styles.xml")
        info = self.names.get(name)
        if info is None:
            return {}
        key = packed(self.zip, info) if info.file_size <= _CACHED and info.compress_size <= _CACHED_PACKED else None
        found = _known_styles.get(key) if key is not None else None
        if found is None:
            data = self.part(name)
            found = _styles(data) if data else {}
            if key is not None:
                if len(_known_styles) >= _CACHED_PARTS:
                    _known_styles.clear()
                _known_styles[key] = found
        return found

    def related(self, rel_id: str) -> bytes | None:
        """The part that a relationship of the main part names; None where it is outside the package."""
        folder, base = posixpath.split(self.main)
        rels = self.part(f"{folder}/_rels/{base}.rels")
        for rel in parse_xml(rels) if rels else ():
            if rel.get("Id") == rel_id and rel.get("TargetMode") != "External":
                target = str(rel.get("Target", ""))
                return self.part(target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}"))
        return None

    def title(self) -> str | None:
        """The title in the document's properties."""
        core = self.part("docProps/core.xml")
        found = re.search(rb"<dc:title>([^<]{1,600})</dc:title>", core) if core else None
        return unescape(found.group(1).decode("utf-8", "replace")).strip() or None if found else None


@dataclass(slots=True)
class Style:
    """What a paragraph or character style means for reading. `num` is (numId, ilvl)."""

    level: int | None = None
    num: tuple[str | None, int | None] = (None, None)
    centered: bool | None = None
    hidden: bool = False
    based_on: str | None = None


def _styles(data: bytes) -> dict[str, Style]:
    out: dict[str, Style] = {}
    for element in parse_xml(data).iterchildren(W + "style"):
        style = Style()
        for child in element:
            tag = child.tag
            if tag == W + "name":
                found = _HEADING.match(child.get(VAL, ""))
                if found:
                    style.level = int(found.group(1)) or None
                elif child.get(VAL, "").lower() in ("title", "标题"):
                    style.level = 1
            elif tag == W + "basedOn":
                style.based_on = child.get(VAL)
            elif tag == W + "pPr":
                for prop in child:
                    if prop.tag == W + "numPr":
                        style.num = num_pr(prop)
                    elif prop.tag == W + "outlineLvl":
                        style.level = outline(prop, style.level)
                    elif prop.tag == W + "jc":
                        style.centered = prop.get(VAL) == "center"
            elif tag == W + "rPr":
                style.hidden = any(p.tag == W + "vanish" and is_on(p) for p in child)
        out[element.get(W + "styleId", "")] = style
    for style in out.values():
        _inherit(style, out)
    return out


_known_styles: dict[tuple[object, ...], dict[str, Style]] = {}
"""Packed part → styles. Offices use one template for all their documents, and a batch has thousands of them."""


def _inherit(style: Style, known: dict[str, Style]) -> None:
    base, seen = style.based_on, 0
    while base and base in known and seen < 20:
        parent = known[base]
        style.level = parent.level if style.level is None else style.level
        style.num = (style.num[0] or parent.num[0], parent.num[1] if style.num[1] is None else style.num[1])
        style.centered = parent.centered if style.centered is None else style.centered
        style.hidden = style.hidden or parent.hidden
        base, seen = parent.based_on, seen + 1


def is_on(element: etree._Element) -> bool:
    """A toggle property: on unless it says otherwise."""
    return element.get(VAL, "1").lower() not in _OFF


def outline(element: etree._Element, default: int | None) -> int | None:
    """outlineLvl 0–8 → heading level 1–9; 9 is body text (0)."""
    value = element.get(VAL, "")
    return (int(value) + 1 if int(value) < _LEVELS else 0) if value.isdigit() else default


def num_pr(element: etree._Element) -> tuple[str | None, int | None]:
    """(numId, ilvl) of a w:numPr; None where it does not say."""
    num = level = None
    for child in element:
        if child.tag == W + "numId":
            num = child.get(VAL)
        elif child.tag == W + "ilvl":
            value = child.get(VAL, "")
            level = min(int(value), _LEVELS - 1) if value.isdigit() else None
    return num, level
