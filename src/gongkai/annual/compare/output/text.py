"""The comparison for a terminal: short, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.annual.compare.model import CellPair, Comparison
from gongkai.annual.compare.output import story as told

_MANY = 12
"""So many cells of one list are printed; a document has them all."""


def as_text(comparison: Comparison) -> str:
    """Which two reports, the summary, the main numbers by what became of them, what was taken over of each section."""
    names = told.names(comparison)
    lines = [
        f"{names.this}：{told.title_of(comparison.this)}",
        f"{names.other}：{told.title_of(comparison.other)}",
        f"（{comparison.kind_reason.rstrip('。')}）",
        "",
        *told.story(comparison).sentences,
        *comparison.notes,
    ]
    for title, cells in told.groups(comparison):
        lines += ["", f"{title}：", *_cells(cells, names.other)]
    wrong = [check for check in comparison.checks if check.holds is False]
    if wrong:
        lines += ["", "与上年不符：", *(f"  {line}" for check in wrong for line in (check.message or "").splitlines())]
    taken = [f"  {s.heading}　{told.share(s.share)}" for s in comparison.sections if s.share is not None]
    if taken and not comparison.equal:
        lines += ["", "各部分沿用的文字：", *taken]
    return "\n".join(lines) + "\n"


def _cells(cells: Iterable[CellPair], other: str) -> list[str]:
    out = []
    for cell in cells:
        table, name = cell.path.partition("·")[0], told.short_path(cell)
        changed = "，".join([f"{other} {told.then(cell)}", *told.steps(cell)])
        out.append(f"  {table} {name}：{told.now(cell)}（{changed}）")
    more = len(out) - _MANY
    return out if more <= 0 else [*out[:_MANY], f"  另有{more}项，见网页、文档或表格形式的对照。"]
