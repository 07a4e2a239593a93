"""Official pages as PDF: `typeset(template, data)` gives a file that is PDF/A-2b and PDF/UA-1 at once.

A template is a typst file of this package that reads `json(bytes(sys.inputs.data))` and imports `official.typ`; data never
becomes source text. The fonts are the two that set-up brings and no others, so that one document has the same bytes on
every machine. Compilers are kept; each is used by one thread at a time.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .header_cells import GridCell, TableTags, tag_header_cells

__all__ = ["CannotTypeset", "GridCell", "TableTags", "forget", "typeset"]

_PACKAGE = Path(__file__).resolve().parents[2]
_FONTS = Path(__file__).resolve().parents[1] / "fonts"
_STANDARDS = ["a-2b", "ua-1"]

_compilers: dict[Path, Any] = {}
_one_at_a_time = threading.Lock()


class CannotTypeset(Exception):
    """No PDF can be made. `code` is stable (fonts_missing); `message` says in Chinese what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[CannotTypeset], tuple[str, str]]:
        return (type(self), (self.code, self.message))


def typeset(template: Path, data: Mapping[str, Any], tables: Sequence[TableTags] = ()) -> bytes:
    """The PDF of a template, a file of this package, filled with JSON data. `tables` tell of each table in the order of the
    document which cells are headings of what. Characters the fonts do not have are printed as 〓. Raises CannotTypeset
    where the fonts are missing."""
    from typst import TypstError

    with _one_at_a_time:
        compiler = _compilers.get(template) or _compilers.setdefault(template, _compiler(template))
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        try:
            pdf = compiler.compile(sys_inputs=inputs, pdf_standards=_STANDARDS)
        except TypstError:
            from .coverage import printable

            inputs = {"data": json.dumps(printable(data, _font_files()), ensure_ascii=False)}
            pdf = compiler.compile(sys_inputs=inputs, pdf_standards=_STANDARDS)
    return tag_header_cells(pdf, tables)


def forget() -> None:
    """Drop the compilers that are kept, and with them the memory they hold."""
    with _one_at_a_time:
        _compilers.clear()


def _compiler(template: Path) -> Any:
    from typst import Compiler

    _font_files()
    return Compiler(str(template), root=str(_PACKAGE), font_paths=[str(_FONTS)], ignore_system_fonts=True)


def _font_files() -> list[Path]:
    files = sorted(_FONTS.glob("*.ttf"))
    if len(files) < 2:
        message = "生成 PDF 所需的字体没有装好。请在程序目录重新运行 make run，它会自动补装；不能联网的，请改存 docx 格式。"
        raise CannotTypeset("fonts_missing", message)
    return files
