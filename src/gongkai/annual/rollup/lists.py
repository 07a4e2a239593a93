"""The list of agencies whose reports are due, from a text, CSV, workbook or any document with a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from gongkai.annual.rollup.model import KIND_NAMES, Expected, Kind, RollUpError

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("部门", "县直部门", "市直部门", "区直部门", "政府部门", "工作部门", "县级部门", "政府工作部门"), "department"
    ),
    **dict.fromkeys(("乡镇", "街道", "乡镇街道", "镇街", "乡镇、街道", "乡", "镇", "街道办事处", "乡镇政府"), "township"),
    **dict.fromkeys(
        ("垂直", "垂直管理", "垂管", "垂直管理单位", "垂管单位", "垂直管理部门", "垂管部门", "垂直单位"), "vertical"
    ),
    **dict.fromkeys(("本级", "本机关", "本单位", "政府本级", "政府办公室", "本级机关"), "own"),
}
_NAME_HEADS = frozenset(
    {"单位名称", "单位", "名称", "机关", "机关名称", "单位全称", "报送单位", "应报单位", "填报单位", "行政机关"}
)
_KIND_HEADS = frozenset({"类型", "类别", "性质", "单位类型", "单位类别", "单位性质"})
_CODE_HEADS = frozenset({"统一社会信用代码", "信用代码", "统一代码", "社会信用代码"})
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_NUMBERING = re.compile(r"^(?:[（(]?\d{1,4}[)）.、．]|\d{1,4}\s+)\s*")
_CHINESE_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)")
_BETWEEN = re.compile(r"[\t,，;；|]| {2,}|(?<=[一-鿿]) (?=[一-鿿])")
_HAN = re.compile(r"[一-鿿]")


def read_list(data: bytes, name: str) -> list[Expected]:
    """The agencies in a list file, in its order, each once. A line or row is a name, and where there is one a kind (部门,
    乡镇, 垂直管理, 本级) and a unified code; a line that is only a kind word holds for those below it.

    Raises RollUpError where the file cannot be read or holds no name.
    """
    found = _expected(_rows(data, name))
    if not found:
        raise RollUpError(f"名单“{name}”里没有读到单位名称。请一行写一个单位，或在表格里用“单位名称”作列标题。")
    return found


def _rows(data: bytes, name: str) -> list[list[str]]:
    from gongkai import documents
    from gongkai.documents.model import Grid, Paragraph
    from gongkai.documents.text import decode

    ending = name.rpartition(".")[2].lower()
    if ending in ("txt", "text", "csv", "md"):
        text = decode(data).lstrip("﻿")
        if ending == "csv":
            return list(csv.reader(io.StringIO(text, newline="")))
        return [_BETWEEN.split(line.strip()) for line in text.splitlines()]
    try:
        document = documents.read(data, name)
    except documents.Unreadable as error:
        raise RollUpError(f"名单“{name}”读不了：{error.message}") from error
    rows: list[list[str]] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows += [[cell.text if cell else "" for cell in row] for row in block.matrix()]
        elif isinstance(block, Paragraph) and not any(isinstance(b, Grid) for b in document.blocks):
            rows.append(_BETWEEN.split(block.text.strip()))
    return rows


def _expected(rows: Iterable[Sequence[str]]) -> list[Expected]:
    found: dict[str, Expected] = {}
    columns: dict[str, int] = {}
    group: Kind | None = None
    for raw in rows:
        row = ["".join(cell.split()) for cell in raw]
        if head := _head(row):
            columns, group = head, None
            continue
        filled = [cell for cell in row if cell]
        if len(set(filled)) == 1 and (kind := _kind(_NUMBERING.sub("", filled[0]))):
            group = kind
            continue
        name, kind, code = _by_columns(row, columns) if columns else _by_looks(row)
        if name and _HAN.search(name):
            found.setdefault(name, Expected(name, kind or group, code))
    return list(found.values())


def _head(row: Sequence[str]) -> dict[str, int]:
    """Which column is what, where this row is the heading of a table; {} where it is not."""
    out: dict[str, int] = {}
    for what, heads in (("name", _NAME_HEADS), ("kind", _KIND_HEADS), ("code", _CODE_HEADS)):
        at = next((n for n, cell in enumerate(row) if cell in heads), None)
        if at is not None:
            out[what] = at
    return out if "name" in out else {}


def _by_columns(row: Sequence[str], columns: dict[str, int]) -> tuple[str, Kind | None, str | None]:
    def cell(what: str) -> str:
        at = columns.get(what)
        return row[at] if at is not None and at < len(row) else ""

    return _NUMBERING.sub("", cell("name")), _kind(cell("kind")), cell("code") or None


def _by_looks(row: Sequence[str]) -> tuple[str, Kind | None, str | None]:
    name, kind, code = "", None, None
    for cell in row:
        if _CODE.fullmatch(cell):
            code = cell
        elif name and (known := _kind(cell)):
            kind = known
        elif not name and _HAN.search(cell):
            name = _NUMBERING.sub("", cell)
    return name, kind, code


def _kind(words: str) -> Kind | None:
    bare = re.sub(r"[（(）)：:]", "", _CHINESE_NUMBERING.sub("", words))
    return _KINDS.get(bare) or next((kind for kind, label in KIND_NAMES.items() if label == bare), None)
