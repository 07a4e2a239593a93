"""Web pages: the whole page as a content system serves it, a saved page, or a fragment. → `read_html`.

One walk over selectolax' tree collects paragraphs, tables and pictures into regions (the page's boxes); `html_article`
then leaves out the regions that are navigation. Nothing is recursive except tables within tables, which are bounded.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.documents.charset import utf8
from gongkai.documents.errors import Unreadable
from gongkai.documents.html_article import Region, article
from gongkai.documents.html_guard import refuse_costly
from gongkai.documents.html_lists import Attributes, label, list_style
from gongkai.documents.html_tables import read_table
from gongkai.documents.html_tags import (
    BLOCK,
    BREAK,
    CONTAINER,
    DROP,
    FLAGS,
    HEADING,
    IMAGE,
    INLINE,
    ITEM,
    KINDS,
    LINK,
    LIST,
    MEANINGFUL,
    PRE,
    RAISED,
    TABLE,
    TAGS,
    TEXT,
    squeeze,
)
from gongkai.documents.limits import Limits
from gongkai.documents.model import Block, Document, Paragraph, Picture

_HIDING = (
    (re.compile(b"hid").search, '[hidden],[style*="hid" i]'),
    (re.compile(b"display").search, '[style*="display" i]'),
)
"""Words in the source → the selector worth trying: selectors cost more than looking for words (a pattern does it faster
than `in`)."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)\s*(px|pt|cm|mm|in)?\s*(%?)")
_POINTS = {None: 0.75, "px": 0.75, "pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0}
_FOOTNOTE = re.compile(r"\s*[\[(（〔]?\s*\d{1,2}\s*[\])）〕]?\s*|\s*[①-⑳*＊※]\s*")
_ICON = 30.0
"""Points; smaller pictures are icons."""


def read_html(data: bytes | str, limits: Limits | None = None) -> Document:
    """A web page or fragment as a document. Raises Unreadable (bomb, too_large, empty)."""
    limits = limits or Limits()
    source = data.encode("utf-8", "replace") if isinstance(data, str) else utf8(data)
    if b"\0" in source:
        source = source.replace(b"\0", b"")
    refuse_costly(source, limits)
    start = source[:2000].lstrip(b" \r\n\t")[:200].lower()
    if start.startswith((b"<tr", b"<td", b"<th", b"<tb")) and b"<table" not in start:
        source = b"<table>" + source  # rows without their table would lose every tag
    parser = LexborHTMLParser(source, options=1)
    body = parser.body or parser.root
    if body is None:
        raise Unreadable("empty", "网页里没有内容。请确认保存的是完整网页。")
    _drop_hidden(parser, body, source)
    walker = Walker(limits)
    walker.lines_matter = _is_text_with_tables(source)
    root = Region("body", "", None)
    walker.walk(body, root)
    blocks = article(root)
    title = _title(parser, blocks)
    if not blocks and not title:
        raise Unreadable("empty", "网页里没有正文。请确认保存的是完整网页，而不是只含脚本的空壳。")
    return Document(blocks, "html", title)


class Walker:
    """Walks a subtree and puts its blocks into a region, its boxes into regions inside."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tables = 0
        self.lines_matter = False
        self.in_cell = False

    def walk(self, root: LexborNode, region: Region, centered: bool = False) -> None:
        """Everything below `root` into `region`, in reading order."""
        kind_of = KINDS.get
        buffer: list[str] = []
        stack: list[tuple[LexborNode, int, Any]] = []
        level = 0
        links = 0  # characters of links in the buffer
        in_link = 0
        prefix = ""

        def flush() -> None:
            nonlocal links, prefix
            if buffer:
                content = squeeze("".join(buffer)) if len(buffer) > 1 else squeeze(buffer[0])
                buffer.clear()
                if content:
                    region.items.append(Paragraph(prefix + content, level, None, centered))
                    region.chars += len(content)
                    region.links += min(links, len(content))
                    prefix = ""
                links = 0

        node = root.first_child
        while True:
            while node is not None:
                kind = kind_of(node.tag_id, INLINE)
                if kind == TEXT:
                    content = node.text_content or ""
                    if self.lines_matter and "\n" in content:
                        *lines, content = content.split("\n")
                        for line in lines:
                            buffer.append(line)
                            flush()
                    buffer.append(content)
                    if in_link:
                        links += len(content.strip())
                    node = node.next
                    continue
                if kind == DROP:
                    node = node.next
                    continue
                if kind == BREAK:
                    flush()
                    node = node.next
                    continue
                if kind == TABLE:
                    flush()
                    self._table(node, region)
                    node = node.next
                    continue
                if kind == IMAGE:
                    picture = _picture(node)
                    if picture is not None:
                        flush()
                        region.items.append(picture)
                    node = node.next
                    continue
                if kind == PRE:
                    flush()
                    self._pre(node, region)
                    node = node.next
                    continue
                if kind == RAISED and _is_reference(node, buffer):
                    node = node.next
                    continue
                state: Any = None
                if kind in (BLOCK, HEADING) and not in_link and not self.lines_matter and _is_run(node):
                    # nothing but text, in whatever fonts: no need to look at each of them
                    flush()
                    state = (level, centered)
                    centered = _centered(node.attributes, centered, node.tag_id)
                    if kind == HEADING:
                        level = int(TAGS[node.tag_id][1])
                    buffer.append(node.text_lexbor())
                    flush()
                    level, centered = state
                    node = node.next
                    continue
                if kind & FLAGS:
                    if kind == LINK:
                        in_link += 1
                    else:
                        flush()
                        state = (region, level, centered)
                        attributes = node.attributes
                        centered = _centered(attributes, centered, node.tag_id)
                        if kind in (CONTAINER, LIST):
                            inner = Region(TAGS.get(node.tag_id, ""), _names(attributes), region)
                            if kind == LIST:
                                inner.numbering = list_style(inner.tag, attributes)
                            region.items.append(inner)
                            region = inner
                        elif kind == ITEM:
                            prefix = label(region, attributes)
                        elif kind == HEADING:
                            level = int(TAGS[node.tag_id][1])
                child = node.first_child
                if child is not None:
                    stack.append((node, kind, state))
                    node = child
                    continue
                if kind & FLAGS:
                    if kind == LINK:
                        in_link -= 1
                    else:
                        region, level, centered = state
                node = node.next
            if not stack:
                break
            node, kind, state = stack.pop()
            if kind & FLAGS:
                if kind == LINK:
                    in_link -= 1
                else:
                    flush()
                    region, level, centered = state
                    if kind == ITEM:
                        prefix = ""
            node = node.next
        flush()

    def _table(self, node: LexborNode, region: Region) -> None:
        self.tables += 1
        if self.tables > self.limits.max_depth:
            raise Unreadable("bomb", "网页里的表格层层嵌套，超过上限，拒绝读取。请将正文另存为新文件后重新提交。")
        read_table(self, node, region)
        self.tables -= 1

    def _pre(self, node: LexborNode, region: Region) -> None:
        """Preformatted text keeps its lines and columns: it is read like a text file."""
        content = node.text_lexbor().replace("\r\n", "\n").replace("\xa0", " ")
        if not content.strip():
            return
        blocks: list[Block]
        if content.strip().count("\n") >= 3 and not self.in_cell:
            from gongkai.documents.text import read_text

            blocks = [b for b in read_text(content.encode()).blocks if not isinstance(b, Paragraph) or b.text.strip()]
        else:
            blocks = [Paragraph(line.strip()) for line in content.split("\n") if line.strip()]
        region.items.extend(blocks)
        region.chars += len(content)


def _drop_hidden(parser: LexborHTMLParser, body: LexborNode, source: bytes) -> None:
    """Take hidden elements out of the body, unless they hold most of the page (then a script shows them later)."""
    lower = source.lower()
    selector = ",".join(selector for search, selector in _HIDING if search(lower))
    head = parser.head
    if not selector or head is None:
        return
    whole = -1
    for node in body.css(selector):
        attributes = node.attributes
        if "hidden" not in attributes and not _HIDDEN_STYLE.search(attributes.get("style") or ""):
            continue
        size = len(node.text_lexbor())
        if size > 50:
            if whole < 0:
                whole = len(body.text_lexbor())
            if size * 2 > whole:
                continue
        head.insert_child(node, move=True)  # moved, not freed: hidden elements may lie in one another


def _is_text_with_tables(source: bytes) -> bool:
    """A plain text that only holds tables in markup (Markdown does): there a line break is a line break."""
    start = source[:200].lstrip(b" \r\n\t")
    if start.startswith(b"<") and start[:6].lower() != b"<table":
        return False
    lower = source.lower()
    return not any(tag in lower for tag in (b"<p>", b"<p ", b"<div", b"<br", b"<body", b"<html"))


def _title(parser: LexborHTMLParser, blocks: list[Block]) -> str | None:
    """ArticleTitle of the government website standard, else <title> without the site's name behind it."""
    for meta in parser.css('meta[name="ArticleTitle" i]'):
        content = squeeze(meta.attributes.get("content") or "")
        if content:
            return content
    node = parser.css_first("title")
    title = squeeze(node.text_lexbor()) if node is not None else ""
    if title:
        for block in blocks:
            if isinstance(block, Paragraph) and block.level and len(block.text) > 6 and title.startswith(block.text):
                return block.text
    return title or None


def _is_run(node: LexborNode) -> bool:
    """Whether a block holds only text and elements that mean nothing to the reader."""
    child = node.first_child
    if child is None:
        return True
    if child.next is None and child.is_text_node:
        return True
    inside = node.traverse()
    next(inside)
    return MEANINGFUL.isdisjoint(n.tag_id for n in inside)  # stops at the first, so nested blocks cost no square


def _names(attributes: Attributes) -> str:
    """Class, id and role of a box: what its author called it."""
    if not attributes:
        return ""
    return " ".join([attributes.get(k) or "" for k in ("class", "id", "role")]).strip()


def _centered(attributes: Attributes, inherited: bool, tag: int) -> bool:
    if TAGS.get(tag) == "center":
        return True
    if not attributes:
        return inherited
    align = attributes.get("align")
    if align:
        return align.strip().lower() in ("center", "middle")
    style = attributes.get("style")
    if style and "text-align" in style:
        return "center" in style[style.index("text-align") :][:24]
    return inherited


def _is_reference(node: LexborNode, buffer: list[str]) -> bool:
    """A raised footnote mark right after a figure: glued to it, it would change the figure."""
    before = "".join(buffer[-2:]).rstrip()
    return bool(before) and before[-1].isdigit() and _FOOTNOTE.fullmatch(node.text_lexbor()) is not None


def _picture(node: LexborNode) -> Picture | None:
    """An <img> with its size in points where given; None for icons."""
    attributes = node.attributes
    style = attributes.get("style") or ""
    width = _length(attributes.get("width") or _declared(style, "width"))
    height = _length(attributes.get("height") or _declared(style, "height"))
    if (0 < width < _ICON and 0 < height < _ICON) or (0 < width <= 3) or (0 < height <= 3):
        return None
    source = attributes.get("src") or ""
    name = attributes.get("alt") or attributes.get("title") or ("" if source.startswith("data:") else source.rsplit("/", 1)[-1])
    return Picture(name[:200], width, height)


def _declared(style: str, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", style, re.I)
    return found.group(1) if found else ""


def _length(value: str) -> float:
    found = _LENGTH.match(value)
    if not found or found.group(3):
        return 0.0
    return round(float(found.group(1)) * _POINTS[found.group(2)], 2)
