"""The layouts annual reports are found in. Importing this package fills the register."""

from __future__ import annotations

from . import docx, docx_raw, html, html_pages, ofd, office, pdf, sheet, text, text_columns
from .base import LAYOUTS, Layout, Rendered, render

__all__ = [
    "LAYOUTS",
    "Layout",
    "Rendered",
    "docx",
    "docx_raw",
    "html",
    "html_pages",
    "ofd",
    "office",
    "pdf",
    "render",
    "sheet",
    "text",
    "text_columns",
]
