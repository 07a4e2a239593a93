"""The JSON Schema of `gongkai.annual-report/1`, built from the forms."""

from __future__ import annotations

import json
from typing import Any

from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.report import SCHEMA

_TEXT_OR_NULL = {"type": ["string", "null"]}


def schema() -> dict[str, Any]:
    """The schema as data (draft 2020-12). Rows and columns of both forms are known; a report may hold others (columns that
    a province added), and any cell may be absent."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gongkai:annual-report:1",
        "title": "政府信息公开工作年度报告",
        "type": "object",
        "required": ["schema", "title", "agency", "year", "form", "sections", "tables", "figures", "source", "notes"],
        "properties": {
            "schema": {"const": SCHEMA},
            "title": _TEXT_OR_NULL,
            "agency": _TEXT_OR_NULL,
            "agency_as_written": {"type": "array", "items": {"type": "string"}},
            "year": {"type": ["integer", "null"]},
            "form": {"enum": [*FORMS, None]},
            "forms": {"type": "object", "additionalProperties": {"enum": [*FORMS, None]}},
            "signed_on": {"type": ["string", "null"], "format": "date"},
            "sections": {"type": "object", "additionalProperties": {"type": "string"}},
            "tables": {"type": "object", "properties": {key: _table(key) for key in TABLES}, "additionalProperties": False},
            "units": {"type": "object", "additionalProperties": _TEXT_OR_NULL},
            "figures": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
            "source": {"type": "object"},
            "notes": {"type": "array", "items": {"$ref": "#/$defs/note"}},
            "reasons": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "$defs": {
            "cell": {
                "description": "A number as printed; null where the document leaves the cell blank; absent where it has none.",
                "type": ["number", "null"],
            },
            "figure": {
                "type": "object",
                "required": ["name", "value", "year", "approximate", "quote"],
                "properties": {
                    "name": {"type": "string"},
                    "value": {"type": "number"},
                    "year": {"type": ["integer", "null"]},
                    "approximate": {"type": "boolean"},
                    "quote": {"type": "string"},
                    "where": {"type": "string"},
                    "label": {"type": "string"},
                    "scope": {"type": "string"},
                },
            },
            "note": {
                "type": "object",
                "required": ["code", "where", "message"],
                "properties": {key: {"type": "string"} for key in ("code", "where", "message", "found", "expected")},
            },
        },
    }


def schema_text() -> str:
    """The schema as indented JSON text."""
    return json.dumps(schema(), ensure_ascii=False, indent=2)


def _table(key: str) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for name in FORMS:
        for row, column in form(name).tables[key].cells():
            known = rows.setdefault(row.key, {"type": "object", "title": row.label, "properties": {}})
            known["properties"].setdefault(column.key, {"$ref": "#/$defs/cell", "title": column.label})
    return {"type": "object", "properties": rows}
