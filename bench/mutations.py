"""Seeded mutations of files: bytes, tags, tokens, zip members, and the usual bombs. Same number, same file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from random import Random

from bench.seeds import Seeds

MOST = 1_000_000
GROWTHS = ((0.001, MOST), (0.011, 200_000), (1.0, 25_000))
"""(share of the files, by how many bytes they may grow): large ones are rare, because each costs as much as a hundred."""


class Dice(Random):
    """The chances of one file: the seeds, and by how many bytes it may grow."""

    def __init__(self, number: int, seeds: Seeds) -> None:
        super().__init__(f"mutation {number}")
        self.seeds = seeds
        share = self.random()
        self.most = next(most for limit, most in GROWTHS if share < limit)


Mutation = Callable[[bytes, Dice], bytes]
BYTES: list[Mutation] = []
TEXTS: list[Mutation] = []

TOKENS = [b'rowspan="9999999"', b'colspan="-3"', b"colspan=100000", b"<table>", b"</table>", b"<td", b"</tr>", b"<!--", b"]]>"]
TOKENS += [b"<w:tc>", b"</w:tbl>", b'<w:gridSpan w:val="99999999"/>', b'<w:vMerge w:val="restart"/>', b"<w:p/>", b"&#x110000;"]
TOKENS += [
    b"endobj",
    b"stream\n",
    b"endstream",
    b"/Kids [1 0 R]",
    b"/Count 99999999",
    b"/Length 4294967296",
    b"xref",
    b"0 0 0 0 re",
]
TOKENS += [b"\x00" * 16, b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\xe3\x80\x80" * 9, b"\xf0\x9f\x98\x80", b"\t" * 40, b"|" * 40]
TOKENS += [word.encode() for word in ("一、", "（一）予以公开", "总计", "9" * 400, "－0.0e999")]


def _bytes(function: Mutation) -> Mutation:
    BYTES.append(function)
    return function


def _text(function: Mutation) -> Mutation:
    TEXTS.append(function)
    return function


def _span(data: bytes, dice: Dice, most: int = 4096) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.randint(1, most))


@_bytes
def flip_bits(data: bytes, dice: Dice) -> bytes:
    """One to sixty-four bits, somewhere."""
    out = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8, 64]) if out else 0):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


@_bytes
def cut_off(data: bytes, dice: Dice) -> bytes:
    """The end or the beginning is missing."""
    at = dice.randrange(len(data) + 1)
    return data[:at] if dice.random() < 0.8 else data[at:]


@_bytes
def drop(data: bytes, dice: Dice) -> bytes:
    """A stretch is missing."""
    start, stop = _span(data, dice)
    return data[:start] + data[stop:]


@_bytes
def repeat(data: bytes, dice: Dice) -> bytes:
    """A stretch stands there many times."""
    start, stop = _span(data, dice, 512)
    piece = data[start:stop]
    return data[:stop] + piece * min(dice.choice([1, 1, 2, 5, 20, 300, 5000]), dice.most // max(1, len(piece))) + data[stop:]


@_bytes
def noise(data: bytes, dice: Dice) -> bytes:
    """A stretch is overwritten with random bytes or one byte."""
    start, stop = _span(data, dice)
    fill = dice.randbytes(stop - start) if dice.random() < 0.5 else bytes([dice.choice([0, 255, 60, 32, 13])]) * (stop - start)
    return data[:start] + fill + data[stop:]


@_bytes
def splice(data: bytes, dice: Dice) -> bytes:
    """Part of another file, of any form."""
    other = dice.choice(dice.seeds.files)[1]
    start, stop = _span(data, dice)
    first, last = _span(other, dice, min(len(other), dice.most))
    return data[:start] + other[first:last] + data[stop:]


@_bytes
def insert_token(data: bytes, dice: Dice) -> bytes:
    """A piece of syntax where none belongs."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(TOKENS) * dice.choice([1, 1, 3, 200]) + data[at:]


@_bytes
def swap(data: bytes, dice: Dice) -> bytes:
    """Two stretches change places."""
    a, b = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    n = dice.randint(1, 200)
    return data[:a] + data[b : b + n] + data[a + n : b] + data[a : a + n] + data[b + n :]


@_text
def change_numbers(data: bytes, dice: Dice) -> bytes:
    """Some numbers become absurd."""
    absurd = [b"0", b"-1", b"99999999", b"4294967296", b"1e308", b"00000000000000000001", b"9" * 500, b""]
    share = dice.choice([0.002, 0.02, 0.3])
    return re.sub(rb"\d+", lambda m: dice.choice(absurd) if dice.random() < share else m[0], data)[: len(data) + dice.most]


@_text
def repeat_tag(data: bytes, dice: Dice) -> bytes:
    """One tag many times over, or one kind of tag gone."""
    tags = re.findall(rb"<[^<>]{1,200}>", data[:200_000])
    if not tags:
        return repeat(data, dice)
    tag = dice.choice(tags)
    if dice.random() < 0.3:
        return data.replace(tag, b"")
    at = data.find(tag)
    return data[:at] + tag * min(dice.choice([2, 3, 9, 50, 50, 3000, 60_000]), dice.most // len(tag)) + data[at:]


@_text
def nest(data: bytes, dice: Dice) -> bytes:
    """Elements in elements, thousands deep, sometimes never closed."""
    deep = dice.choice([3, 40, 40, 700, 700, 5000, 40_000])
    opening, closing = dice.choice(
        [
            (b"<div>", b"</div>"),
            (b"<table><tr><td>", b"</td></tr></table>"),
            (b"<span>", b"</span>"),
            (b"<ul><li>", b"</li></ul>"),
            (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
            (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"),
            (b"[", b"]"),
            (b"<<", b">>"),
        ]
    )
    deep = min(deep, dice.most // (len(opening) + len(closing)))
    at = dice.randrange(len(data) + 1)
    closed = closing * deep if dice.random() < 0.6 else b""
    return data[:at] + opening * deep + closed + data[at:]


@_text
def entities(data: bytes, dice: Dice) -> bytes:
    """A document type with entities that double at each step, or reach for a file or the net."""
    lines = [b'<!ENTITY a0 "0">'] + [b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40)]
    outside = b'<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://192.0.2.1/x">'
    kind = b"<!DOCTYPE w [" + (b"".join(lines) if dice.random() < 0.6 else outside) + b"]>"
    use = dice.choice([b"&a39;", b"&x;", b"&y;"])
    at = data.find(b"?>") + 2 if data.lstrip().startswith(b"<?xml") else 0
    body = data[at:]
    places = [m.end() for m in re.finditer(rb"<w:t[^>]*>|<td[^>]*>|<ofd:TextCode[^>]*>|<t>", body[:100_000])]
    if places:
        place = dice.choice(places)
        body = body[:place] + use + body[place:]
    return data[:at] + kind + body


@_text
def shuffle_lines(data: bytes, dice: Dice) -> bytes:
    """Lines in another order, doubled, or without their ends."""
    lines = data.split(b"\n")
    kind = dice.randrange(4)
    if kind == 0:
        dice.shuffle(lines)
    elif kind == 1:
        lines = [line for line in lines if dice.random() < 0.7]
    elif kind == 2:
        lines = [line for line in lines for _ in range(dice.choice([1, 1, 1, 9]))]
    return (b" " if kind == 3 else b"\n").join(lines)[: len(data) + dice.most]


def flood(data: bytes, dice: Dice) -> bytes:
    """A stretch, a line or a tag until the file is as large as it may be: where time grows with the square, it shows."""
    start, stop = _span(data, dice, dice.choice([4, 40, 500, 5000]))
    kind = dice.randrange(3)
    if kind == 1:
        start, stop = data.rfind(b"\n", 0, start) + 1, data.find(b"\n", start) + 1 or len(data)
    elif kind == 2:
        start, stop = max(0, data.rfind(b"<", 0, start)), data.find(b">", start) + 1 or len(data)
    piece = data[start:stop] or b"\n"
    return data[:stop] + piece * (dice.most // len(piece)) + data[stop:]


def _inside_zip(data: bytes, dice: Dice) -> bytes:
    """A member changed, dropped, doubled, renamed, or a bomb put beside it."""
    members = list(dice.seeds.members.get(data, ()))
    if not members:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [(name, packed.read(name)) for name in packed.namelist()]
    act = dice.randrange(10)
    large = [m for m in members if len(m[1]) > 200 and m[0].endswith((".xml", ".rels", ".html"))]
    if act < 6 and large:
        pool = TEXTS + BYTES if dice.most == GROWTHS[-1][1] else [flood]
        name, content = dice.choice(large)
        for _ in range(dice.randint(1, 3) if len(pool) > 1 else 1):
            content = dice.choice(pool)(content, dice)
        members = [(n, content if n == name else c) for n, c in members]
    elif act == 6:
        members.pop(dice.randrange(len(members)))
    elif act == 7:
        members.append(dice.choice(members))
    elif act == 8:
        n = dice.randrange(len(members))
        members[n] = (dice.choice(["../../x.xml", "word/document.xml", "Doc_0/Document.xml", "a" * 5000]), members[n][1])
    else:
        n = dice.randrange(len(members))
        times = 10 if dice.most == MOST else 1
        members[n] = (members[n][0], b"<a>" * (times * 900_000) if dice.random() < 0.3 else b"\x00" * (times * 900_000))
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", compresslevel=1) as packed:
        warnings.simplefilter("ignore")  # a name twice is what we want
        for name, content in members:
            kind = zipfile.ZIP_DEFLATED if len(content) > MOST // 2 or dice.random() < 0.2 else zipfile.ZIP_STORED
            packed.writestr(zipfile.ZipInfo(name), content, kind, 1)
    return out.getvalue()


def mutated(number: int, seeds: Seeds) -> tuple[str, bytes]:
    """The file of this number: a name and its bytes."""
    dice = Dice(number, seeds)
    name, data = seeds.pick(dice)
    if dice.most > GROWTHS[-1][1] and data[:2] != b"PK":
        data = flood(data, dice)
    for _ in range(dice.choice([1, 1, 2, 4])):
        pool = BYTES
        if data[:2] == b"PK":
            if dice.random() < 0.75:
                try:
                    data = _inside_zip(data, dice)
                    continue
                except Exception:  # a broken zip raises what it likes; the bytes can still be changed
                    pool = BYTES
        elif dice.random() < 0.6:
            pool = TEXTS
        data = dice.choice(pool)(data, dice)[: 2 * MOST]
    if dice.random() < 0.1:
        name = dice.choice(["x", "x.txt", "x.html", "x.docx", "x.pdf", "x.ofd", "x.xlsx", "x.doc", "x.zip", ""])
    return name, data
