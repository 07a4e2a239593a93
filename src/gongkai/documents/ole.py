"""The table of contents of an OLE compound file (.doc, .xls, .wps, .et, encrypted .docx): enough to tell them apart."""

from __future__ import annotations

import contextlib
import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_NO_STREAM = 0xFFFFFFFF
_MAX_ENTRIES = 20_000
_MINI = 4096  # shorter streams live in the mini stream


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream right under the root: where it starts and how long it is (bytes)."""

    start: int
    size: int


class CompoundFile:
    """Root entries of a compound file. Damage never raises: what cannot be read is simply not in `streams`."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.streams: dict[str, Stream] = {}
        self.sector = 512
        self._root = Stream(_NO_STREAM, 0)
        with contextlib.suppress(struct.error, IndexError, ValueError):
            self._read()

    def _read(self) -> None:
        data = self.data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            return
        self.sector = 1 << shift
        directory = struct.unpack_from("<I", data, 48)[0]
        fat = self._fat()
        raw = bytearray()
        seen: set[int] = set()
        while directory < _FREE and directory not in seen and len(raw) < _MAX_ENTRIES * 128:
            seen.add(directory)
            raw += self._sector(directory)
            directory = fat[directory] if directory < len(fat) else _NO_STREAM
        self._walk(bytes(raw))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.sector
        return self.data[at : at + self.sector]

    def _fat(self) -> list[int]:
        """The allocation table: 109 of its sectors are named in the header, the rest in a chain of sectors of names."""
        names = list(struct.unpack_from("<109I", self.data, 76))
        per = self.sector // 4
        further, left = struct.unpack_from("<2I", self.data, 68)
        most = len(self.data) // self.sector // per + 2  # sectors of the table that a file of this length can use
        while further < _FREE and left and len(names) < most + 109:
            block = self._sector(further)
            if len(block) < self.sector:
                break
            *more, further = struct.unpack(f"<{per}I", block)
            names += more
            left -= 1
        fat: list[int] = []
        for number in [n for n in names if n < _FREE][:most]:
            block = self._sector(number)
            fat.extend(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
        return fat

    def _walk(self, raw: bytes) -> None:
        """The root's children, a red-black tree by left, right and child numbers."""
        count = len(raw) // 128
        if not count:
            return
        self._root = Stream(*struct.unpack_from("<2I", raw, 116))
        pending = [struct.unpack_from("<I", raw, 76)[0]]
        seen: set[int] = set()
        while pending:
            number = pending.pop()
            if number >= count or number in seen:
                continue
            seen.add(number)
            at = number * 128
            length = struct.unpack_from("<H", raw, at + 64)[0]
            name = raw[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            left, right = struct.unpack_from("<2I", raw, at + 68)
            start, size = struct.unpack_from("<2I", raw, at + 116)
            self.streams[name] = Stream(start, size)
            pending += [left, right]

    def head(self, name: str, length: int) -> bytes:
        """The first bytes of a stream, at most one sector of them; b"" where they lie in the mini stream or nowhere."""
        stream = self.streams.get(name)
        if stream is None or stream.size < _MINI or stream.start >= _FREE:
            return b""
        return self._sector(stream.start)[:length]

    def is_sound(self) -> bool:
        """Whether all that the header and the root entries point to lies inside the file, on chains without a circle.

        Readers that trust these numbers allot memory by them.
        """
        try:
            count = -(-(len(self.data) - 512) // self.sector)
            tables, first_mini, minis, first_more, more = struct.unpack_from("<I12x4I", self.data, 44)
            if max(tables, minis, more) > count or not self.streams:
                return False
            fat = self._fat()
            starts = [struct.unpack_from("<I", self.data, 48)[0]]
            starts += [first_mini] * bool(minis) + [first_more] * bool(more)
            for stream in self.streams.values():
                if stream.size > len(self.data):
                    return False
                if stream.size >= _MINI:
                    starts.append(stream.start)
            return all(self._ends(fat, start, count) for start in starts)
        except (struct.error, IndexError, ValueError):
            return False

    def _ends(self, fat: list[int], start: int, count: int) -> bool:
        steps = 0
        while start < _FREE:
            if start >= count or start >= len(fat) or steps > count:
                return False
            start, steps = fat[start], steps + 1
        return True

    def stream(self, name: str) -> bytes:
        """All of a stream; b"" where there is none, or its chain leaves the file."""
        stream = self.streams.get(name)
        if stream is None:
            return b""
        fat = self._fat()
        if stream.size >= _MINI:
            return self._chain(fat, stream.start, stream.size)
        first, count = struct.unpack_from("<2I", self.data, 60)
        table = self._chain(fat, first, min(count * self.sector, len(self.data)))
        minis = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        inside = self._chain(fat, self._root.start, min(self._root.size, len(self.data)))
        out, at = bytearray(), stream.start
        while at < len(minis) and len(out) < stream.size:
            block = inside[at * 64 : at * 64 + 64]
            if not block:
                break
            out += block
            at = minis[at]
        return bytes(out[: stream.size]) if len(out) >= stream.size else b""

    def _chain(self, fat: list[int], start: int, size: int) -> bytes:
        out = bytearray()
        while start < len(fat) and len(out) < size:
            block = self._sector(start)
            if not block:
                break
            out += block
            start = fat[start]
        return bytes(out[:size])


def kind(data: bytes) -> str:
    """ "doc", "xls", "ppt", "encrypted" (an encrypted Office 2007+ file or .doc with a password) or "ole"."""
    file = CompoundFile(data)
    names = file.streams
    if not names:  # damaged directory: the names themselves may still be there
        for name, answer in (("WordDocument", "doc"), ("Workbook", "xls"), ("EncryptedPackage", "encrypted")):
            if name.encode("utf-16-le") in data:
                return answer
        return "ole"
    if "EncryptedPackage" in names:
        return "encrypted"
    if "WordDocument" in names:
        fib = file.head("WordDocument", 12)
        # MS-DOC 2.5.2 FibBase: wIdent 0xA5EC, bit fEncrypted of the flags at offset 10
        if len(fib) == 12 and fib[:2] == b"\xec\xa5" and fib[11] & 0x01:
            return "encrypted"
        return "doc"
    if "Workbook" in names or "Book" in names:
        return "xls"
    if "PowerPoint Document" in names:
        return "ppt"
    return "ole"
