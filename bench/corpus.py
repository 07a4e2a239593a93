"""One fixed corpus of made-up files for all measurements: same seeds, same files."""

from __future__ import annotations

from functools import cache

from tests.generator.layouts import LAYOUTS, Rendered, render
from tests.generator.reports import report

# What offices publish most: pages with text pasted from Word, plainer pages, files from Word and WPS, ruled PDF.
SPEED = {
    "html": ["html_cms_word", "html_word", "html_cms_word", "html_cms"],
    "docx": ["docx", "docx_headings", "docx_breaks"],
    "pdf": ["pdf", "pdf_narrow"],
    "text": ["text_tab_led_lines", "text_one_cell_a_line", "text_tabs_packed", "markdown"],
}
FIRST = 20_240_000


@cache
def files(family: str, count: int = 12) -> list[Rendered]:
    """`count` files of a family, layouts in turn, a seed each."""
    names = SPEED[family]
    return [render(names[n % len(names)], report(FIRST + n), FIRST + n) for n in range(count)]


@cache
def everything() -> list[tuple[str, bytes]]:
    """Three small files of each layout, named after it: what mutations start from."""
    out = []
    for name in LAYOUTS:
        for n in range(3):
            file = render(name, report(FIRST + 31 * n), FIRST + n)
            out.append((f"{name}.{file.name.rsplit('.', 1)[-1]}", file.data))
    return out
