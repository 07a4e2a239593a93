"""The JSON Schema of `gongkai.annual-report-comparison/1`, built from the classes that are written out."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from gongkai.annual.compare import model

_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema() -> dict[str, Any]:
    """The schema as data (draft 2020-12)."""
    definitions: dict[str, Any] = {}
    top = _object(model.Comparison, definitions)
    top["properties"] = {"schema": {"const": model.SCHEMA}, "equal": {"type": "boolean"}, **top["properties"]}
    top["required"] = ["schema", "equal", *(f.name for f in fields(model.Comparison))]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gongkai:annual-report-comparison:1",
        "title": "政府信息公开工作年度报告对照",
        **top,
        "$defs": definitions,
    }


def schema_text() -> str:
    """The schema as indented JSON text."""
    return json.dumps(schema(), ensure_ascii=False, indent=2)


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: _type(hints[name], definitions) for name in names},
        "required": [name for name in names if name in model.always(kind)],
        "additionalProperties": False,
    }


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin is list:
        return {"type": "array", "items": _type(get_args(hint)[0], definitions)}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is UnionType:
        parts = [_type(part, definitions) for part in get_args(hint)]
        return {"type": [part["type"] for part in parts]} if all(set(p) == {"type"} for p in parts) else {"anyOf": parts}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _SIMPLE[hint]}
