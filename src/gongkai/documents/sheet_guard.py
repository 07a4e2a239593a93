"""Workbooks looked at before calamine reads them: it allots memory by what a file says of itself."""

from __future__ import annotations

import re
import struct

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.ole import CompoundFile
from gongkai.documents.zips import open_zip, read_member

_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*[^/>]>""")
_IMPOSSIBLE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["'](?![A-Za-z]{1,3}\d{1,7}["'])""")
"""A cell whose reference is none: calamine reckons a column from any run of letters, and lays the sheet out up to it."""

# records of BIFF (MS-XLS 2.3)
_BOF, _DIMENSIONS, _SST = 0x0809, 0x0200, 0x00FC
_CELLS = {0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0406, 0x0206}
"""Records that begin with row and column of a cell that holds something."""


class _Extent:
    """The rectangle from the first to the last cell of a sheet."""

    def __init__(self) -> None:
        self.top = self.left = 1 << 30
        self.bottom = self.right = -1

    def add(self, row: int, column: int) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    def refuse_beyond(self, limits: Limits) -> None:
        if self.bottom >= 0 and (self.bottom - self.top + 1) * (self.right - self.left + 1) > limits.max_cells:
            raise _too_large(limits)


def refuse_sparse_xlsx(data: bytes, limits: Limits) -> None:
    """Two cells in opposite corners would make the whole sheet between them be laid out. Raises too_large, bomb, damaged."""
    with open_zip(data, limits) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                extent = _Extent()
                content = read_member(archive, name)
                if _IMPOSSIBLE.search(content):
                    raise Unreadable("damaged", "工作簿已损坏（单元格的位置不可能），请用原软件修复、另存后重新提交。")
                for column, row in _REFERENCE.findall(content):
                    extent.add(int(row), _column(column))
                extent.refuse_beyond(limits)


def sound_xls(data: bytes, limits: Limits) -> bytes:
    """The same .xls, its last sector filled up. Raises Unreadable (damaged, too_large) for numbers that cannot be true."""
    file = CompoundFile(data)
    book = file.stream("Workbook") or file.stream("Book")
    if not file.is_sound() or not book:
        raise Unreadable("damaged", "工作簿不完整或已损坏，请用原软件修复、另存后重新提交。")
    _look_through(book, limits)
    return data.ljust(512 + -(-(len(data) - 512) // file.sector) * file.sector, b"\0")


def _look_through(book: bytes, limits: Limits) -> None:
    extent = _Extent()
    at, end = 0, len(book)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", book, at)
        if kind in _CELLS and length >= 4:
            extent.add(*struct.unpack_from("<HH", book, at + 4) if at + 8 <= end else (0, 0))
        elif kind == _BOF:
            extent.refuse_beyond(limits)
            extent = _Extent()
        elif kind == _SST and at + 12 <= end and struct.unpack_from("<I", book, at + 8)[0] > end:
            raise Unreadable("damaged", "工作簿已损坏（字符串表的数目不可能），请用原软件修复、另存后重新提交。")
        elif kind == _DIMENSIONS and length in (10, 14) and at + 4 + length <= end:
            top, bottom, left, right = struct.unpack_from("<IIHH" if length == 14 else "<HHHH", book, at + 4)
            if top > bottom or left > right:
                raise Unreadable("damaged", "工作簿已损坏（工作表的范围不可能），请用原软件修复、另存后重新提交。")
            if (bottom - top) * (right - left) > limits.max_cells:
                raise _too_large(limits)
        at += 4 + length
    extent.refuse_beyond(limits)


def _column(letters: bytes) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + letter - 64
    return n


def _too_large(limits: Limits) -> Unreadable:
    return Unreadable("too_large", f"工作表范围超过 {limits.max_cells} 格，请删去多余的行列后重新提交。")
