"""Load a report: our own JSON, or a document of any form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.annual.reading import file_bytes, read
from gongkai.annual.report import SCHEMA, AnnualReport
from gongkai.documents.errors import Unreadable

_LOOKS_LIKE_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{\]])')
_ENOUGH = 4096


def load(source: str | Path | bytes, name: str | None = None) -> AnnualReport:
    """The report in a file (a path, or its bytes with an optional file name): JSON of our schema, a one-line result of
    `report check --format json`, or whatever `annual.read` reads. Which of them is told by the content.

    Raises Unreadable: for JSON bad_json, not_our_json, other_schema, bad_report, no_report, several_reports, too_large;
    else the codes of `annual.read`.
    """
    data, name = file_bytes(source, name)
    if not _is_json(data, name):
        return read(data, name)
    return _report(_parsed(data))


def _is_json(data: bytes, name: str | None) -> bool:
    from gongkai.documents.text import decode

    if name and name.lower().endswith((".json", ".jsonl")):
        return True
    return _LOOKS_LIKE_JSON.match(decode(data[:_ENOUGH]).lstrip("\ufeff")) is not None


def _parsed(data: bytes) -> Any:
    from gongkai.documents.limits import MIB, Limits
    from gongkai.documents.text import decode

    limit = Limits().max_bytes
    if len(data) > limit:
        raise Unreadable("too_large", f"文件超过 {limit // MIB} MB 的上限，不像是一份年度报告的数据。请核对文件。")
    text = decode(data).strip("\ufeff \t\r\n\0")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and text[error.pos] == "{":
            raise Unreadable("several_reports", "文件里有不止一份数据（每行一份）。请拆成一份一个文件，再分别读入。") from error
        raise Unreadable(
            "bad_json", f"文件不是完整的 JSON 数据{_place(error)}。请重新导出，或改用 docx、PDF 等文件。"
        ) from error


def _place(error: Exception) -> str:
    return f"（第 {error.lineno} 行第 {error.colno} 个字符处出错）" if isinstance(error, json.JSONDecodeError) else ""


def _report(data: Any) -> AnnualReport:
    if isinstance(data, list):
        if len(data) > 1:
            raise Unreadable("several_reports", f"文件里有 {len(data)} 份数据。请拆成一份一个文件，再分别读入。")
        data = data[0] if data else None
    if isinstance(data, dict) and "schema" not in data and "findings" in data and "report" in data:
        data = _checked(data)
    if not isinstance(data, dict) or "schema" not in data:
        raise Unreadable(
            "not_our_json",
            f"这份 JSON 不是年度报告的数据（没有写明 schema 为 {SCHEMA}）。请用本软件导出的 JSON，或改用原文件。",
        )
    if data["schema"] != SCHEMA:
        raise Unreadable(
            "other_schema", f"这份数据的格式是 {str(data['schema'])[:60]!r}，能读的是 {SCHEMA}。请用对应版本的软件重新导出。"
        )
    fields = _fields()
    for key, (fits, kind) in fields.items():
        if data.get(key) is not None and not fits(data[key]):
            raise Unreadable("bad_report", f"数据里的“{key}”不对，应为{kind}。请重新导出，或改正后再读入。")
    known = {key: data[key] for key in ("schema", *fields) if data.get(key) is not None}
    return AnnualReport.from_json(known)


def _checked(result: dict[str, Any]) -> dict[str, Any]:
    """The report within a result of `report check`. Raises Unreadable where the check could not read one."""
    if isinstance(result["report"], dict):
        return result["report"]
    told = result.get("error")
    reason = f"：{told['message']}" if isinstance(told, dict) and isinstance(told.get("message"), str) else "。"
    raise Unreadable("no_report", f"这是体检结果，但里面没有年度报告，当时原文件没有读成{reason}请处理原文件后重新体检。")


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())


def _are_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(rows, dict) and all(isinstance(cells, dict) for cells in rows.values()) for rows in value.values()
    )


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _are_records(required: dict[str, type | tuple[type, ...]], optional: tuple[str, ...]) -> Callable[[Any], bool]:
    """A list of flat records with these fields and no others."""

    def fits(value: Any) -> bool:
        return isinstance(value, list) and all(
            isinstance(record, dict)
            and all(isinstance(record.get(key), kind) for key, kind in required.items())
            and record.keys() <= {*required, *optional}
            for record in value
        )

    return fits


_Field = tuple[Callable[[Any], bool], str]


@cache
def _fields() -> dict[str, _Field]:
    """Field → (whether a value fits, what should stand there). Absent and null count as empty; other fields are left out."""
    from gongkai.annual.forms import FORMS, TABLES

    text: _Field = (lambda value: isinstance(value, str), "文字")
    return {
        "title": text,
        "agency": text,
        "agency_as_written": (lambda v: isinstance(v, list) and all(isinstance(name, str) for name in v), "文字的列表"),
        "year": (lambda value: type(value) is int and 0 < value <= date.max.year, "四位数的年份"),
        "form": (lambda value: value in FORMS, f"{'、'.join(FORMS)}之一"),
        "forms": (lambda v: isinstance(v, dict) and all(name is None or name in FORMS for name in v.values()), "各表的表样"),
        "signed_on": (_is_date, "“2024-01-05”这样的日期"),
        "sections": (_are_texts, "各部分的文字"),
        "tables": (lambda v: _are_tables(v) and v.keys() <= set(TABLES), f"{'、'.join(TABLES)} 三个表，每表按行、列列出数字"),
        "units": (lambda v: isinstance(v, dict) and all(u is None or isinstance(u, str) for u in v.values()), "各格的单位"),
        "figures": (
            _are_records({"name": str, "value": (int, float)}, ("year", "approximate", "quote", "where", "label", "scope")),
            "正文数字的列表",
        ),
        "source": (lambda value: isinstance(value, dict), "来源的说明"),
        "notes": (_are_records({"code": str, "where": str, "message": str}, ("found", "expected")), "读取说明的列表"),
        "reasons": (_are_texts, "各处的理由"),
    }
