"""Seeded mutations of files: bytes, tags, tokens, zip members, and the usual bombs. Same number, same file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from random import Random

Corpus = list[tuple[str, bytes]]
Mutation = Callable[[bytes, Random, Corpus], bytes]
BYTES: list[Mutation] = []
TEXTS: list[Mutation] = []
MOST = 1_000_000
"""No mutated file grows past this many bytes (bombs apart, which unpack to more)."""

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


def _span(data: bytes, rng: Random, most: int = 4096) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randint(1, most))


@_bytes
def flip_bits(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """One to sixty-four bits, somewhere."""
    out = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 64]) if out else 0):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


@_bytes
def cut_off(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """The end or the beginning is missing."""
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.8 else data[at:]


@_bytes
def drop(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """A stretch is missing."""
    start, stop = _span(data, rng)
    return data[:start] + data[stop:]


@_bytes
def repeat(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """A stretch stands there many times."""
    start, stop = _span(data, rng, 512)
    piece = data[start:stop]
    return data[:stop] + piece * min(rng.choice([1, 1, 2, 5, 20, 300, 5000]), MOST // max(1, len(piece))) + data[stop:]


@_bytes
def noise(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """A stretch is overwritten with random bytes or one byte."""
    start, stop = _span(data, rng)
    fill = rng.randbytes(stop - start) if rng.random() < 0.5 else bytes([rng.choice([0, 255, 60, 32, 13])]) * (stop - start)
    return data[:start] + fill + data[stop:]


@_bytes
def splice(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """Part of another file, of any form."""
    other = rng.choice(corpus)[1]
    start, stop = _span(data, rng)
    first, last = _span(other, rng, len(other))
    return data[:start] + other[first:last] + data[stop:]


@_bytes
def insert_token(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """A piece of syntax where none belongs."""
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) * rng.choice([1, 1, 3, 200]) + data[at:]


@_bytes
def swap(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """Two stretches change places."""
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    n = rng.randint(1, 200)
    return data[:a] + data[b : b + n] + data[a + n : b] + data[a : a + n] + data[b + n :]


@_text
def change_numbers(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """Some numbers become absurd."""
    absurd = [b"0", b"-1", b"99999999", b"4294967296", b"1e308", b"00000000000000000001", b"9" * 500, b""]
    share = rng.choice([0.002, 0.02, 0.3])
    return re.sub(rb"\d+", lambda m: rng.choice(absurd) if rng.random() < share else m[0], data)[:MOST]


@_text
def repeat_tag(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """One tag many times over, or one kind of tag gone."""
    tags = re.findall(rb"<[^<>]{1,200}>", data[:200_000])
    if not tags:
        return repeat(data, rng, corpus)
    tag = rng.choice(tags)
    if rng.random() < 0.3:
        return data.replace(tag, b"")
    at = data.find(tag)
    return data[:at] + tag * min(rng.choice([2, 3, 9, 50, 50, 3000, 60_000]), MOST // len(tag)) + data[at:]


@_text
def nest(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """Elements in elements, thousands deep, sometimes never closed."""
    deep = rng.choice([3, 40, 40, 700, 700, 5000, 40_000])
    opening, closing = rng.choice(
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
    at = rng.randrange(len(data) + 1)
    closed = closing * deep if rng.random() < 0.6 else b""
    return data[:at] + opening * deep + closed + data[at:]


@_text
def entities(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """A document type with entities that double at each step, or reach for a file or the net."""
    lines = [b'<!ENTITY a0 "0">'] + [b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40)]
    outside = b'<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://192.0.2.1/x">'
    kind = b"<!DOCTYPE w [" + (b"".join(lines) if rng.random() < 0.6 else outside) + b"]>"
    use = rng.choice([b"&a39;", b"&x;", b"&y;"])
    at = data.find(b"?>") + 2 if data.lstrip().startswith(b"<?xml") else 0
    body = data[at:]
    places = [m.end() for m in re.finditer(rb"<w:t[^>]*>|<td[^>]*>|<ofd:TextCode[^>]*>|<t>", body[:100_000])]
    if places:
        place = rng.choice(places)
        body = body[:place] + use + body[place:]
    return data[:at] + kind + body


@_text
def shuffle_lines(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """Lines in another order, doubled, or without their ends."""
    lines = data.split(b"\n")
    kind = rng.randrange(4)
    if kind == 0:
        rng.shuffle(lines)
    elif kind == 1:
        lines = [line for line in lines if rng.random() < 0.7]
    elif kind == 2:
        lines = [line for line in lines for _ in range(rng.choice([1, 1, 1, 9]))]
    return (b" " if kind == 3 else b"\n").join(lines)[:MOST]


def _inside_zip(data: bytes, rng: Random, corpus: Corpus) -> bytes:
    """A member changed, dropped, doubled, renamed, or a bomb put beside it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = [(name, packed.read(name)) for name in packed.namelist()]
    act = rng.randrange(10)
    large = [m for m in members if len(m[1]) > 200 and m[0].endswith((".xml", ".rels"))]
    if act < 6 and large:
        name, content = rng.choice(large)
        for _ in range(rng.randint(1, 3)):
            content = rng.choice(TEXTS + BYTES)(content, rng, corpus)[:MOST]
        members = [(n, content if n == name else c) for n, c in members]
    elif act == 6:
        members.pop(rng.randrange(len(members)))
    elif act == 7:
        members.append(rng.choice(members))
    elif act == 8:
        n = rng.randrange(len(members))
        members[n] = (rng.choice(["../../x.xml", "word/document.xml", "Doc_0/Document.xml", "a" * 5000]), members[n][1])
    else:
        n = rng.randrange(len(members))
        members[n] = (members[n][0], b"<a>" * rng.choice([10_000_000, 300]) if rng.random() < 0.3 else b"\x00" * 9_000_000)
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as packed:
        warnings.simplefilter("ignore")  # a name twice is what we want
        for name, content in members:
            packed.writestr(zipfile.ZipInfo(name), content, rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    return out.getvalue()


def mutated(number: int, corpus: Corpus) -> tuple[str, bytes]:
    """The file of this number: a name and its bytes."""
    rng = Random(f"mutation {number}")
    name, data = rng.choice(corpus)
    for _ in range(rng.choice([1, 1, 2, 4])):
        pool = BYTES
        if data[:2] == b"PK" and rng.random() < 0.75:
            try:
                data = _inside_zip(data, rng, corpus)
                continue
            except (
                zipfile.BadZipFile,
                OSError,
                EOFError,
                ValueError,
                NotImplementedError,
                RuntimeError,
                KeyError,
                UserWarning,
            ):
                pool = BYTES
            except Exception:  # a broken zip raises what it likes; the bytes can still be changed
                pool = BYTES
        elif data[:2] != b"PK" and rng.random() < 0.6:
            pool = TEXTS
        data = rng.choice(pool)(data, rng, corpus)[: 2 * MOST]
    suffix = rng.random()
    if suffix < 0.1:
        name = rng.choice(["x", "x.txt", "x.html", "x.docx", "x.pdf", "x.ofd", "x.xlsx", "x.doc", "x.zip", ""])
    return name, data
