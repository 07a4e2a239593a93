"""How the cells of the workbook look. One place for fonts, colours and borders."""

from __future__ import annotations

from typing import Any

SONG, HEI = "宋体", "黑体"
ENTRY_COLOUR, SUM_COLOUR, HEAD_COLOUR = "#FFFDF0", "#F2F2F2", "#EEF3F8"
RED, PALE_RED, ORANGE = "#FF9B9B", "#FFE4E1", "#FFD18A"

_TABLE = {"font_name": SONG, "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
_TEXT = {"font_name": SONG, "font_size": 12, "text_wrap": True, "valign": "vcenter"}
_SMALL = {"font_name": SONG, "font_size": 10.5, "text_wrap": True, "valign": "vcenter"}

STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEI, "font_size": 14, "align": "center", "valign": "vcenter"},
    "report_title": {**_TEXT, "font_name": HEI, "font_size": 18, "align": "center", "locked": False, "bg_color": ENTRY_COLOUR},
    "heading": {"font_name": HEI, "font_size": 13, "valign": "vcenter"},
    "label": {**_TABLE, "align": "center"},
    "row": {**_TABLE, "align": "left"},
    "entry": {**_TABLE, "align": "center", "locked": False, "bg_color": ENTRY_COLOUR},
    "sum": {**_TABLE, "align": "center", "bg_color": SUM_COLOUR},
    "body": {**_TEXT, "valign": "top", "locked": False, "bg_color": ENTRY_COLOUR},
    "signature": {**_TEXT, "align": "right", "locked": False, "bg_color": ENTRY_COLOUR},
    "fact_label": {**_TABLE, "align": "left", "indent": 1, "bg_color": HEAD_COLOUR},
    "fact": {**_TABLE, "align": "left", "indent": 1},
    "fact_entry": {**_TABLE, "align": "left", "indent": 1, "locked": False, "bg_color": ENTRY_COLOUR},
    "fact_date": {
        **_TABLE,
        "align": "left",
        "indent": 1,
        "locked": False,
        "bg_color": ENTRY_COLOUR,
        "num_format": 'yyyy"年"m"月"d"日"',
    },
    "hint": {**_SMALL, "indent": 1, "font_color": "#666666"},
    "guide": {**_SMALL, "valign": "top"},
    "guide_number": {**_SMALL, "valign": "top", "align": "center"},
    "basis": {**_SMALL, "valign": "top", "font_color": "#666666"},
    "red": {**_SMALL, "border": 1, "bg_color": RED},
    "orange": {**_SMALL, "border": 1, "bg_color": ORANGE},
    "check_head": {**_TABLE, "align": "center", "bold": True, "bg_color": HEAD_COLOUR},
    "check_words": {**_TABLE, "bold": True},
    # What conditions lay over a cell.
    "is_red": {"bg_color": RED, "font_color": "#7A0000"},
    "is_pale": {"bg_color": PALE_RED},
    "is_orange": {"bg_color": ORANGE},
    "is_grey": {"font_color": "#8A8A8A", "italic": True},
    "is_green": {"font_color": "#0A6B2D"},
}
