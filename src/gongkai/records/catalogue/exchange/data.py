"""The catalogue for programs: JSON and CSV, one object or line a matter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.law import matters
from gongkai.records.catalogue.exchange.layout import chosen, domain_name, frequency_name
from gongkai.records.catalogue.rows import CONTENT, Row

_CSV = (
    "序号",
    "领域",
    "一级事项",
    "二级事项",
    "公开内容（要素）",
    "公开依据",
    "公开时限",
    "公开频次",
    "公开主体",
    "公开渠道和载体",
)
_CSV_MORE = ("公开对象", "公开方式", "公开层级", "不涉及的说明", "备注")
_LEVELS = {"county": "县级", "township": "乡级", "village": "村级"}


def as_json(about: Mapping[str, Any], rows: Sequence[Row], absent: Mapping[str, str]) -> bytes:
    """`about` (agency, title, version, effective_on …), the matters with their codes, the absent domains."""
    items = [
        {
            "number": number,
            "key": str(row.key) if row.key else None,
            **{name: list(v) if isinstance(v := getattr(row, name), tuple) else v for name in CONTENT},
            "domain_name": domain_name(row.domain),
            "not_applicable": row.not_applicable,
        }
        for number, row in enumerate(rows, 1)
    ]
    domains = [{"code": code, "name": matters.by_code()[code].name, "explanation": why} for code, why in absent.items()]
    return json.dumps({**about, "matters": items, "absent_domains": domains}, ensure_ascii=False, indent=1).encode()


def as_csv(rows: Sequence[Row]) -> bytes:
    """One line a matter, in words, with a byte order mark so that office programs see it is UTF-8. A text that an office
    program would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*_CSV, *_CSV_MORE))
    for number, row in enumerate(rows, 1):
        line = [
            str(number),
            domain_name(row.domain),
            row.level1,
            row.level2,
            row.elements,
            row.basis,
            row.limit_text,
            frequency_name(row),
            row.subject,
            chosen(row),
            "全社会" if row.audience == "public" else row.audience_note or "特定群体",
            "主动公开" if row.manner == "proactive" else "依申请公开",
            "、".join(_LEVELS[level] for level in row.levels),
            row.not_applicable,
            row.note,
        ]
        writer.writerow(["'" + text if text[:1] in ("=", "+", "-", "@", "\t") else text for text in line])
    return ("\ufeff" + out.getvalue()).encode()
