"""Which column of a table is what: found by the labels of its heading, in one or several rows, never by position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.documents.rows import NumberedRow
from gongkai.records.catalogue.exchange.words import levels_of, plain

_LABELS: tuple[tuple[str, str], ...] = (
    ("number", r"序号|编号|序"),
    ("domain", r"(?:公开|试点|所属|政务公开)?领域(?:名称|类别)?|(?:事项)?类别"),
    ("level1", r"一级(?:公开)?(?:事项|目录|类别|分类)(?:名称)?"),
    ("level2", r"二级(?:公开)?(?:事项|目录|类别|分类)(?:名称)?"),
    ("level3", r"三级(?:公开)?(?:事项|目录|类别|分类)(?:名称)?"),
    ("level1", r"(?:公开)?(?:事项|项目)(?:名称)?"),
    ("elements", r"公开内容(?:\(?(?:及)?要素\)?)?|内容\(?要素\)?|公开要素|内容|公开的?内容.*要素.*"),
    ("basis", r"(?:公开|法律|政策|法定)?依据"),
    ("limit", r"公开时限(?:\(?要求\)?)?|公开时间|时限(?:要求)?"),
    ("subject", r"公开(?:责任)?主体|责任(?:主体|单位|部门|科室)|公开(?:单位|机构|责任单位)|主体"),
    ("channels", r"(?:公开)?渠道(?:和|及|与|、)?(?:载体)?|公开(?:载体|平台)|渠道"),
    ("audience_public", r"全社会|社会公众|面向社会"),
    ("audience_particular", r"特定(?:群[体众]|对象|人群).*"),
    ("audience", r"公开(?:对象|范围)|对象"),
    ("proactive", r"主动(?:公开)?"),
    ("on_application", r"依申请(?:公开)?"),
    ("manner", r"公开(?:方式|属性|形式|类型)|方式"),
    ("levels", r"公开层级|层级"),
    ("frequency", r"(?:公开|更新)?(?:频次|频率|频度|周期)"),
    ("limit_rule", r"时限折算"),
    ("items", r"(?:对应)?条例条款"),
    ("reason", r"调整理由"),
    ("not_applicable", r"不涉及(?:的)?说明"),
    ("note", r"备注|说明"),
)
_PATTERNS = [(key, re.compile(rf"(?:{pattern})(?:\(.*\))?")) for key, pattern in _LABELS]
LABELS: Mapping[str, str] = {
    "domain": "领域",
    "level1": "一级事项",
    "level2": "二级事项",
    "elements": "公开内容（要素）",
    "basis": "公开依据",
    "limit": "公开时限",
    "subject": "公开主体",
    "channels": "公开渠道和载体",
    "audience": "公开对象",
    "manner": "公开方式",
    "levels": "公开层级",
    "frequency": "公开频次",
    "limit_rule": "时限折算",
    "items": "条例条款",
    "note": "备注",
    "reason": "调整理由",
    "not_applicable": "不涉及的说明",
}
"""What a column is called where something has to be said about it."""
_UNDER = {"audience_public", "audience_particular", "proactive", "on_application"}
_MUST = ("level1", "elements", "basis", "limit", "subject", "channels")
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of columns by what they are; `ticks` are level columns: position → levels. `width`: columns of the table."""

    at: Mapping[str, int]
    ticks: Mapping[int, tuple[str, ...]]
    width: int

    def missing(self) -> list[str]:
        """Labels of columns that every catalogue has and this one has not."""
        return [LABELS[key] for key in _MUST if key not in self.at]


def heading(rows: Sequence[NumberedRow], start: int) -> tuple[Columns, int] | None:
    """The columns if a heading begins at row `start`, and the row behind it. At least four columns must be known, among
    them the matter's name and one of 内容, 依据, 主体, 渠道."""
    if len(set(filter(None, rows[start].cells))) < 2 or not _labels(rows[start].cells):
        return None
    end = start + 1
    while end < len(rows) and end - start < _HEAD_ROWS and _goes_on(rows[end - 1].cells, rows[end].cells):
        end += 1
    columns = _columns([row.cells for row in rows[start:end]])
    known = columns.at.keys()
    if "level1" not in known and "level2" not in known:
        return None
    return (columns, end) if len(known) >= 4 and {"elements", "basis", "subject", "channels"} & known else None


def _labels(cells: Sequence[str]) -> bool:
    """Whether half of the words of a row are labels."""
    words = set(filter(None, cells))
    return sum(_key(word) is not None for word in words) * 2 >= len(words)


def _goes_on(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row goes on with the heading: what is new in it are labels."""
    new = [cell for at, cell in enumerate(cells) if cell and (at >= len(above) or cell != above[at])]
    return bool(new) and all(_key(cell) is not None or _is_level(cell) for cell in new)


def _columns(rows: Sequence[Sequence[str]]) -> Columns:
    at: dict[str, int] = {}
    ticks: dict[int, tuple[str, ...]] = {}
    width = max(len(row) for row in rows)
    for column in range(width):
        labels = [row[column] for row in rows if column < len(row) and row[column]]
        under_levels = any(_key(label) == "levels" for label in labels)
        key = next((key for label in reversed(labels) if (key := _key(label)) is not None), None)
        if labels and _is_level(labels[-1]) and (under_levels or key is None):
            ticks[column] = levels_of(labels[-1])
        elif key is not None and (key not in at):
            at[key] = column
    for whole, parts in (("audience", ("audience_public", "audience_particular")), ("manner", ("proactive", "on_application"))):
        if any(part in at for part in parts):
            at.pop(whole, None)
    if ticks:
        at.pop("levels", None)
    return Columns(at, ticks, width)


def _key(label: str) -> str | None:
    words = re.sub(r"^\d+[.、]|[√■☑*：:]", "", plain(label))
    if len(words) > 24:
        return None
    return next((key for key, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def _is_level(label: str) -> bool:
    words = plain(label)
    return len(words) <= 12 and bool(levels_of(words)) and bool(re.fullmatch(r".*(?:级|县|区|乡|镇|街道|村|社区)\)?", words))
