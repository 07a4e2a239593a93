"""Runs of one cell or one page as lines of text, without spaces that only justification made."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.documents.layout.page import Run, is_wide


def lines_of(runs: list[Run]) -> list[list[Run]]:
    """Runs as lines from top to bottom, each from left to right. A line is what stands at one height (half a character)."""
    lines: list[list[Run]] = []
    line: list[Run] = []
    middle = reach = 0.0
    ordered = True
    for run in runs:
        y = (run.y0 + run.y1) / 2
        half = 0.5 * min(run.em, reach or run.em)
        if line and abs(y - middle) <= half and run.x0 >= line[-1].x0:
            line.append(run)
            continue
        if line and y < middle + half:
            ordered = False
            break
        line = [run]
        lines.append(line)
        middle, reach = y, run.em
    if ordered:
        return lines
    return _sorted_lines(runs)


def _sorted_lines(runs: list[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    middles: list[float] = []
    for run in sorted(runs, key=lambda r: r.y0 + r.y1):
        y = (run.y0 + run.y1) / 2
        if lines and abs(y - middles[-1]) <= 0.5 * min(run.em, lines[-1][0].em):
            line = lines[-1]
            line.append(run)
            middles[-1] += (y - middles[-1]) / len(line)
        else:
            lines.append([run])
            middles.append(y)
    out = []
    for line in lines:
        line.sort(key=lambda r: r.x0)
        kept = [line[0]]
        for run in line[1:]:
            last = kept[-1]
            # Bold made by printing twice: the same text at (nearly) the same place counts once.
            if run.text == last.text and abs(run.x0 - last.x0) < 0.25 * run.em:
                continue
            kept.append(run)
        out.append(kept)
    return out


def text_of(line: Iterable[Run]) -> str:
    """One line as a string. Gaps become a space between Latin words and numbers, hardly ever beside an ideograph."""
    parts: list[str] = []
    last: Run | None = None
    for run in line:
        if last is not None and _space_between(last, run):
            parts.append(" ")
        parts.append(run.text)
        last = run
    return "".join(parts)


def _space_between(left: Run, right: Run) -> bool:
    gap = right.x0 - left.x1
    em = min(left.em, right.em)
    a, b = left.text[-1], right.text[0]
    if not a.isprintable():  # an invisible mark has no width of its own
        a = next((c for c in reversed(left.text) if c.isprintable()), a)
    if not b.isprintable():
        b = next((c for c in right.text if c.isprintable()), b)
    wide_a, wide_b = is_wide(a), is_wide(b)
    if wide_a and wide_b:
        return gap > 1.9 * em
    if wide_a or wide_b:
        return gap > 1.2 * em
    if right.spaced:
        return gap > 0.08 * em
    if a.isdigit() and b.isdigit():
        return gap > 0.6 * em
    return gap > 0.18 * em


def is_column_text(lines: list[str]) -> bool:
    """True for a narrow label printed one character a line (三/本/年/度 …): its lines are not lines of meaning.

    Numbers below each other are not such a label.
    """
    if len(lines) < 3 or max(map(len, lines)) > 2:
        return False
    wide = sum(1 for line in lines if is_wide(line[0]))
    return wide >= len(lines) - 1 and sum(map(len, lines)) <= 1.5 * len(lines)


def upright_text(runs: list[Run]) -> str | None:
    """The text of a cell written from top to bottom, columns from right to left; None if it is not written so.

    It shows in the order of printing: each character stands below the one before, a new column to the left of the last.
    """
    if len(runs) < 3:
        return None
    middle = top = 0.0
    columns = wide = 0
    for run in runs:
        if len(run.text) > 2:
            return None
        x = (run.x0 + run.x1) / 2
        if columns and abs(x - middle) <= 0.6 * run.em and run.y0 > top:
            top = run.y0
        elif not columns or (x < middle - 0.6 * run.em and run.y0 < top):
            columns += 1
            middle, top = x, run.y0
        else:
            return None
        wide += is_wide(run.text[0])
    if 3 * columns > len(runs) + 2 or wide < 0.5 * len(runs):
        return None
    return "".join(run.text for run in runs)
