"""The workbooks with which a county moves in: its tree, its people and its catalogue, with bad rows and mended."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from PIL import Image

from gongkai.records.catalogue.exchange.workbook import write_workbook
from tests.records.catalogue.exchange import generator

TREE_HEAD = ("单位名称", "上级单位", "类型", "行政区划代码", "成立日期")
TREE = (
    ("云水县民政局", "云水县人民政府", "政府部门", "", ""),
    ("石桥镇人民政府", "云水县人民政府", "乡镇政府", "990101001", "2012-06-01"),
    ("青田镇人民政府", "云水县人民政府", "", "", ""),
    ("柳湾村民委员会", "石桥镇人民政府", "", "990101001201", ""),
)
BAD_TREE = (
    TREE[0],
    ("石桥镇人民政府", "云水县政府", "乡镇政府", "990101001", "2012-06-01"),
    ("青田镇人民政府", "云水县人民政府", "好乡镇", "", ""),
    ("柳湾村民委员会", "石桥镇人民政府", "", "990101001201", "去年"),
)
"""A superior that is called otherwise, a kind there is not, a day that is none."""

PEOPLE_HEAD = ("姓名", "用户名", "单位", "职务", "手机", "角色", "自", "至")
PEOPLE = (
    ("陆远帆", "luyuanfan", "云水县人民政府", "政务公开科科长", "", "政务公开主管部门", "2026-03-01", ""),
    ("江南秋", "jiangnanqiu", "云水县人民政府", "副县长", "", "签发人", "2026-03-01", ""),
    ("沈知秋", "shenzhiqiu", "石桥镇人民政府", "党政办干事", "13800000000", "公开专干", "2026-03-01", ""),
    ("方寸心", "fangcunxin", "石桥镇人民政府", "党政办主任", "", "", "", ""),
    ("周望山", "zhouwangshan", "石桥镇人民政府", "镇长", "", "签发人", "2026-03-01", ""),
)
BAD_PEOPLE = (
    *PEOPLE[:2],
    ("", "shenzhiqiu", "石桥镇人民政府", "", "", "公开专干", "2026-03-01", ""),
    ("方寸心", "LuYuanfan", "石桥镇人民政府", "", "", "", "", ""),
    ("周望山", "zhouwangshan", "石桥镇", "镇长", "", "镇长", "2026-03-01", ""),
)
"""Nobody's name, a user name that another row has, an agency and a role there are not."""


def workbook(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A workbook as somebody typed it: everything is text."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((head, *rows)):
            sheet.write_row(number, 0, row)
    return path


def county_catalogue(path: Path) -> Path:
    """A county's catalogue of 24 matters in four domains, half of them for townships too."""
    path.write_bytes(write_workbook("云水县基层政务公开标准目录", generator.rows(4)))
    return path


def photo(path: Path) -> Path:
    """A picture as a telephone takes it."""
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(out, "JPEG", quality=85)
    path.write_bytes(out.getvalue())
    return path
