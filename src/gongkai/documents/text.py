"""Text files: lines, and the tables that plain text can hold.

Recognised layouts: cells separated by tabs, by pipes (Markdown too), by runs of spaces; and the layout word processors
leave behind when a table is saved as text: every cell a line that begins with a tab, a blank line after each row.
All other lines become paragraphs, blank lines included, because "one cell a line" means a blank line may be a blank cell.
"""

from __future__ import annotations

import codecs
import re

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Block, Document, Grid, Paragraph

_PIPE_RULE = re.compile(r"^[\s|:+\-=─━┼├┤┬┴┌┐└┘┏┓┗┛]+$")
_RULE_MARK = re.compile(r"[\-=─━┼├┤┬┴┌┐└┘┏┓┗┛]")
_INVISIBLE = dict.fromkeys(map(ord, "\x00\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"))
_BLANKS = " \u3000\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_BOX = str.maketrans("│┃║｜", "||||")
_SPACES = re.compile(r"(?: {2,}|[ \u3000]*\u3000[ \u3000]*)")
_NUMBER = re.compile(r"[+-]?\d[\d,.]*")
_MD_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])")
_DIGIT = re.compile(r"\d")
_DIGITS_ONLY = re.compile(r"[+-]?[\d,.]+\Z")
_LONGEST_CONTINUATION = 24
_LONGEST_CELL = 50
_LONGEST_ROW = 200
_LONGEST_LABEL = 70
_NARROWEST, _WIDEST = 40, 120
_UNBROKEN = re.compile(r"[0-9０-９A-Za-z.,%：:/@_-]+|.[，。、；：！？）》”]?")
_LEAST_WRAPPED = 3
_LEAST_NUMBERS = 3
_LEAST_CELLS = 3


def decode(data: bytes) -> str:
    """Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, GB18030; the last replaces what it cannot read."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    head = data[:4096]
    if head.count(0) > len(head) // 8:
        even, odd = head[::2].count(0), head[1::2].count(0)
        return data.decode("utf-16-le" if odd >= even else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 0:
            return data.decode("utf-8", "ignore")
    text = data.decode("gb18030", "replace")
    if text.count("\ufffd") > len(text) // 10:
        utf8 = data.decode("utf-8", "replace")
        if utf8.count("\ufffd") < text.count("\ufffd"):
            return utf8
    return text


class _Lines(list[str]):
    """A file's lines. No run of tab-led cells that begins before line `barren` is a table: it was read already."""

    barren = 0


def read_text(data: bytes, name: str | None = None, limits: Limits | None = None) -> Document:
    """A text or Markdown file as paragraphs (one a line) and grids. Raises Unreadable (empty, too_large)."""
    limits = limits or Limits()
    text = decode(data)
    if not text.strip("\ufeff\x00 \t\r\n\u3000"):
        raise Unreadable("empty", "文件里没有文字。请确认上传的是写好的文件，不是空文件。")
    markdown = bool(name) and str(name).lower().endswith((".md", ".markdown"))
    lines = _Lines(text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if len(lines) > limits.max_cells:  # one cell a line
        raise Unreadable("too_large", f"文字共 {len(lines)} 行，超过上限 {limits.max_cells} 行。请拆分后重新提交。")
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        at = _next_block(lines, at, blocks, markdown)
    if not markdown:
        blocks = _unwrap(blocks)
    return Document(blocks, "markdown" if markdown else "text")


def _unwrap(blocks: list[Block]) -> list[Block]:
    """Join lines that a fixed width broke: full lines go on in the next one, unless that begins a paragraph of its own.

    Only where the file is wrapped throughout: several lines end at the same width, and none is longer."""
    widths = [_width(b.text) if isinstance(b, Paragraph) else 0 for b in blocks]
    longest = max(widths, default=0)
    if not _NARROWEST <= longest <= _WIDEST:
        return blocks
    going_on = [i for i in range(len(blocks) - 1) if widths[i] > longest // 2 and _goes_on(blocks[i], blocks[i + 1], longest)]
    if len(going_on) < _LEAST_WRAPPED:
        return blocks
    joined = set(going_on)
    out: list[Block] = []
    pieces: list[str] = []
    for i, block in enumerate(blocks):
        if i - 1 in joined and isinstance(block, Paragraph):
            pieces.append(block.text)
            continue
        _join(out, pieces)
        out.append(block)
        pieces = [block.text] if isinstance(block, Paragraph) else []
    _join(out, pieces)
    return out


def _join(out: list[Block], pieces: list[str]) -> None:
    """Give the last paragraph its pieces, all at once: one by one would copy a long text as often as it has lines."""
    if len(pieces) > 1 and isinstance(out[-1], Paragraph):
        out[-1].text = "".join(pieces)


def _goes_on(above: Block, block: Block, longest: int) -> bool:
    """Whether the line above was broken for want of room: what the next one begins with would not have fitted."""
    if not isinstance(block, Paragraph) or not isinstance(above, Paragraph):
        return False
    text = block.text
    if not text or text[0].isspace() or _NUMBERED.match(text):
        return False
    unit = _UNBROKEN.match(text)
    # A line that ends within a sentence may stop a little short; behind a full stop only a full line goes on.
    slack = 1 if above.text.rstrip().endswith("。") else 6
    if _width(above.text) + (_width(unit[0]) if unit else 2) <= longest - slack:
        return False
    # Behind a finished sentence, a short line without a stop is one of its own: a signature, a date.
    return not above.text.rstrip().endswith("。") or "。" in text or _width(text) * 2 > longest


def _width(text: str) -> int:
    return sum(1 if c < "\u1100" else 2 for c in text)


def _next_block(lines: _Lines, at: int, blocks: list[Block], markdown: bool) -> int:
    line = lines[at]
    if "\t" in line:
        if _tab_led(line) and at + 1 < len(lines):
            end = _read_tab_led(lines, at, blocks)
            if end > at:
                return end
        if "\t" in line.strip(_BLANKS) and not _tab_led(line.lstrip(_BLANKS)) and not _padded_number(line):
            return _read_rows(lines, at, blocks, _tab_row, 1)
    if line.count("|") + line.count("│") + line.count("┃") + line.count("｜") >= 2:
        return _read_rows(lines, at, blocks, _pipe_row, 1)
    if _numbers_behind(line):
        return _read_rows(lines, at, blocks, _space_row, 1)
    if ("  " in line or "\u3000" in line) and (row := _space_row(line)):
        end = at + 1
        while end < len(lines) and end < at + 6 and not lines[end].strip():
            end += 1
        if end < len(lines) and len(row) > 1 and (below := _space_row(lines[end])) and len(below) > 1:
            return _read_rows(lines, at, blocks, _space_row, 1)
    if markdown and (found := _MD_HEADING.match(line)):
        words = line[found.end() :]
        blocks.append(Paragraph((words.rstrip("#").rstrip() or words[0]).replace("**", ""), len(found[1])))
    else:
        blocks.append(Paragraph(line.replace("**", "") if markdown else line))
    return at + 1


def _padded_number(line: str) -> bool:
    """A number with tabs around it for padding: one cell, no row."""
    bare = line.strip()
    return not bare or _DIGITS_ONLY.match(bare) is not None


def _tab_led(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _read_tab_led(lines: _Lines, at: int, blocks: list[Block]) -> int:
    """Cells one a line, each behind a tab; a line without one goes on with the cell above; a blank line ends the row.

    Paragraphs indented by a tab look the same, but they are sentences: then `at` is returned, and nothing is read."""
    if at < lines.barren:
        return at
    rows: list[list[str]] = []
    row: list[str] = []
    end = i = cell_at = at
    cells = 0
    cell = ""
    while i < len(lines):
        line = lines[i]
        if _tab_led(line):
            if _is_sentence(cell):
                lines.barren = cell_at + 1
                return at
            cell, cell_at = line[1:], i
            row.append(cell)
            cells += 1
            i += 1
            end = i
        elif not line.strip():
            if row and line:
                i += 1
                continue
            if row:
                rows.append(row)
                row = []
            i += 1
        elif row and len(cell) <= _LONGEST_LABEL and _continues(lines, i):
            row[-1] = cell = f"{cell}\n{line}"
            i += 1
            end = i
        else:
            break
    if row:
        rows.append(row)
    if _is_sentence(cell):
        lines.barren = cell_at + 1
        return at
    if cells < _LEAST_CELLS:
        return at
    blocks.append(Grid.from_rows(rows))
    return end


def _is_sentence(cell: str) -> bool:
    return len(cell) > _LONGEST_LABEL or cell.rstrip().endswith("。")


def _continues(lines: list[str], i: int) -> bool:
    line = lines[i]
    if len(line.strip()) > _LONGEST_CONTINUATION or _NUMBERED.match(line):
        return False
    below = lines[i + 1] if i + 1 < len(lines) else ""
    return not below.strip() or below.startswith("\t") or (i + 2 < len(lines) and lines[i + 2].startswith("\t"))


def _read_rows(lines: list[str], at: int, blocks: list[Block], cut, least: int) -> int:  # type: ignore[no-untyped-def]
    rows: list[list[str]] = []
    i = at
    while i < len(lines):
        row = cut(lines[i])
        if row is None:
            if cut is not _space_row:
                break
            skip = _gap(lines, i, rows)
            if not skip:
                break
            i += skip
            continue
        if row:
            rows.append(row)
        i += 1
    if len(rows) < least:
        blocks.append(Paragraph(lines[at]))
        return at + 1
    blocks.append(Grid.from_rows(rows))
    return i


def _gap(lines: list[str], i: int, rows: list[list[str]]) -> int:
    """How many lines between two rows of columns belong to neither: a blank line, or the rest of a wrapped label, which is
    put back behind it. 0 where the table ends."""
    line = lines[i]
    below = lines[i + 1] if i + 1 < len(lines) else ""
    if not line.strip():
        return 1 if _space_row(below) else 0
    if rows and line.startswith("    ") and len(line.strip()) <= _LONGEST_CONTINUATION and _space_row(below):
        row = rows[-1]
        label = max(range(len(row)), key=lambda c: len(row[c]))
        if not _DIGITS_ONLY.match(row[label]) and not _NUMBERED.match(line):
            row[label] += line.strip()
            return 1
    return 0


def _tab_row(line: str) -> list[str] | None:
    if "\t" not in line:
        return None
    return line.split("\t")


def _pipe_row(line: str) -> list[str] | None:
    line = line.translate(_BOX)
    if _PIPE_RULE.match(line) and _RULE_MARK.search(line):
        return []
    if line.count("|") < 2 and not (line.count("|") == 1 and _DIGIT.search(line)):
        return None
    cells = line.strip().split("|")
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return [c.strip().replace("\\", "").replace("<br>", "\n").replace("<br/>", "\n") for c in cells]


def _numbers_behind(line: str) -> tuple[str, list[str]] | None:
    """(label, the numbers behind it): at least three numbers, or two and no label. None for any other line."""
    last = line.rstrip()[-1:]
    if not last.isdecimal() and last not in (",", "."):
        return None
    tokens = line.split()
    first = len(tokens)
    while first and _NUMBER.fullmatch(tokens[first - 1]):
        first -= 1
    if not first:
        return ("", tokens) if len(tokens) > 1 else None
    count = len(tokens) - first
    if count < _LEAST_NUMBERS:
        return None
    return line.rsplit(None, count)[0], tokens[first:]


def _space_row(line: str) -> list[str] | None:
    """Cells separated by two or more spaces; or a label with at least three numbers behind it."""
    bare = line.strip()
    if not bare or "\t" in bare:
        return None
    if found := _numbers_behind(line):
        label, numbers = found
        return [*(c for c in _SPACES.split(label.strip(" \u3000")) if c), *numbers]
    if len(bare) > _LONGEST_ROW:
        return None
    cells = [c for c in _SPACES.split(bare) if c.strip()]
    if len(cells) < 2 or any(len(c) > _LONGEST_CELL or c.endswith(("。", "；")) for c in cells):
        return None
    return cells
