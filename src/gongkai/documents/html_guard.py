"""Markup that would cost the parser time out of all proportion, recognised before it is parsed.

The parser's time grows with the square of open block elements, and of attributes on one element; its memory with the
square of text that it glues together over tags it ignores (cells without a table, closing tags with attributes).
"""

from __future__ import annotations

import re

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits

_NESTING = re.compile(
    rb"<(/?)(?:div|section|article|main|nav|aside|header|footer|center|blockquote|fieldset|details|ul|ol|dl|table|form|"
    rb"address|figure|pre|menu|dir|listing|summary)\b",
    re.I,
)
_FEW_TAGS = 4000
_LARGE = 160_000
_MOST_ATTRIBUTES = 500
_MANY_ATTRIBUTES = re.compile(
    rb"""<[a-zA-Z][^\s>/]*+(?:[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+){%d}""" % _MOST_ATTRIBUTES
)
_WINDOW = 2 * _MOST_ATTRIBUTES
"""A tag with so many attributes is at least so long, and no other "<" stands in it."""


_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)")
_NO_TABLE = frozenset(
    (b"tr", b"td", b"th", b"tbody", b"thead", b"tfoot", b"caption", b"col", b"colgroup", b"html", b"head", b"body")
)
"""Tags the parser ignores where they stand outside a table, or a second time."""
_CELLS = frozenset((b"td", b"th", b"caption"))
_GLUED_FROM = 250_000
"""Bytes; in smaller pages glued text cannot cost much."""
_MOST_GLUED = 300_000_000
"""Bytes the parser may copy (and not give back before the end) while it glues."""


def refuse_costly(source: bytes, limits: Limits) -> None:
    """Raise Unreadable("bomb") for nesting or attributes no page has."""
    if source.count(b"<") >= _FEW_TAGS:
        _refuse_deep(source, limits.max_markup_depth)
    if len(source) >= _GLUED_FROM and _glued(source) > _MOST_GLUED:
        raise Unreadable("bomb", "网页里有大量放错位置的表格标签，拒绝读取。请将正文另存为新文件后重新提交。")
    if _has_many_attributes(source):
        raise Unreadable("bomb", f"网页中有标签带着 {_MOST_ATTRIBUTES} 个以上的属性，拒绝读取。请将正文另存后重新提交。")


def _refuse_deep(source: bytes, most: int) -> None:
    depth = deepest = 0
    for found in _NESTING.finditer(source):
        if found.group(1):
            if depth:
                depth -= 1
        else:
            depth += 1
            if depth > deepest:
                deepest = depth
    if deepest > most:
        raise Unreadable("bomb", f"网页标签嵌套达 {deepest} 层，拒绝读取。请将正文另存为新文件后重新提交。")


def _has_many_attributes(source: bytes) -> bool:
    if len(source) > _LARGE and source.count(b'"<') + source.count(b"'<") + source.count(b"=<") > _MOST_ATTRIBUTES // 8:
        return _MANY_ATTRIBUTES.search(source) is not None  # "<" inside values: windows say nothing
    rfind, at = source.rfind, source.find(b"<")
    while at >= 0:
        last = rfind(b"<", at + 1, at + 1 + _WINDOW)
        if last < 0:
            if _MANY_ATTRIBUTES.match(source, at):
                return True
            last = source.find(b"<", at + 1)
        at = last
    return False


def _glued(source: bytes) -> int:
    """About how many bytes the parser copies to glue pieces of text: each ignored tag with attributes behind a piece makes
    it copy all pieces so far. Text between the rows of a table is glued in front of the table."""
    copied = plain = fostered = tables = last = 0
    in_cell = False
    for tag in _TAG.finditer(source):
        closing, name, more = tag.groups()
        name = name.lower()
        text = tag.start() - last
        if not tables or in_cell:
            plain += text
        elif text > 1 and not source[last : tag.start()].lstrip(b">").isspace():
            fostered += text
        last = tag.end()
        if len(more) > 1:
            copied += plain + fostered
        if name == b"table":
            if closing and not tables:
                continue
            tables += -1 if closing else 1
            in_cell = bool(closing)
            plain = fostered = 0
        elif closing:
            if name in _NO_TABLE:
                in_cell = in_cell and name not in _CELLS
        elif name not in _NO_TABLE:
            plain = fostered = 0
        elif tables:
            in_cell = name in _CELLS
            if in_cell:
                plain = 0
    return copied
