"""The JSON Schema of `gongkai.annual-report-rollup/1`."""

from __future__ import annotations

import json
from typing import Any

from gongkai.annual.forms import FORMS
from gongkai.annual.rollup.model import KIND_NAMES, SCHEMA
from gongkai.annual.schema import schema as report_schema

_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_NUMBER_OR_NULL = {"type": ["number", "null"]}
_INDEX = {"description": "Index into members.", "type": "integer", "minimum": 0}
_KIND = {"enum": [*KIND_NAMES, None]}


def schema() -> dict[str, Any]:
    """The schema as data (draft 2020-12). Chinese sentences are for people; codes and keys are stable."""
    report = report_schema()
    definitions = report.pop("$defs")
    for key in ("$schema", "$id"):
        report.pop(key)
    properties = {
        "schema": {"const": SCHEMA},
        "agency": {"description": "The superior.", **_TEXT},
        "year": {"type": ["integer", "null"]},
        "form": {"enum": [*FORMS, None]},
        "complete": {
            "description": "Nothing missing, unexpected, refused, or doubled without being settled.",
            "type": "boolean",
        },
        "listed": {"description": "Whether a list of expected agencies was given.", "type": "boolean"},
        "report": report,
        "members": _list(
            _object(
                {"agency": _TEXT, "file": _TEXT, "kind": _KIND, "title": _TEXT_OR_NULL, "signed_on": _TEXT_OR_NULL},
                sha256=_TEXT,
            )
        ),
        "shares": {
            "description": "Cell (table3.total.natural_person) → the share of every member.",
            "type": "object",
            "additionalProperties": _list({"$ref": "#/$defs/share"}),
        },
        "missing": _list(_object({"name": _TEXT, "kind": _KIND, "unified_code": _TEXT_OR_NULL, "note": _TEXT_OR_NULL})),
        "doubles": _list(
            _object({"agency": _TEXT, "files": _list(_TEXT), "chosen": _TEXT_OR_NULL, "rule": _TEXT, "message": _TEXT})
        ),
        "figures": _list(
            _object(
                {
                    "member": _INDEX,
                    "name": _TEXT,
                    "label": _TEXT_OR_NULL,
                    "value": {"type": "number"},
                    "approximate": {"type": "boolean"},
                    "scope": _TEXT_OR_NULL,
                    "where": _TEXT,
                    "quote": _TEXT,
                }
            )
        ),
        "warnings": _list(
            _object({"code": _TEXT, "agency": _TEXT, "file": _TEXT, "where": _TEXT, "message": _TEXT, "cells": _list(_TEXT)})
        ),
    }
    for name in ("unexpected", "refused", "left_out"):
        properties[name] = _list({"$ref": "#/$defs/outside"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gongkai:annual-report-rollup:1",
        "title": "政府信息公开工作年度报告汇总",
        **_object(properties),
        "$defs": {
            **definitions,
            "share": _object(
                {"member": _INDEX, "value": {"description": "As printed; null where blank or absent.", **_NUMBER_OR_NULL}},
                state={"description": "Left out where it is a number.", "enum": ["blank", "absent", "no_unit"]},
                unit={"description": "The unit its report prints.", **_TEXT},
                counted={"description": "What went into the sum, where that is not `value`; null: nothing.", **_NUMBER_OR_NULL},
            ),
            "outside": _object({"agency": _TEXT_OR_NULL, "file": _TEXT, "code": _TEXT, "message": _TEXT}),
        },
    }


def schema_text() -> str:
    """The schema as indented JSON text."""
    return json.dumps(schema(), ensure_ascii=False, indent=2)


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
