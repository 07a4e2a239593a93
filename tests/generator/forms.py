"""The labels of the two statutory forms, flattened for writing. Read as plain YAML, without the product's own loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FORMS = Path(__file__).parents[2] / "src" / "gongkai" / "annual" / "forms"


@dataclass(frozen=True)
class Line:
    """A data row of 表三 with the labels of the groups it stands in, outermost first."""

    key: str
    label: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """One 第二十条 item of 表二: its heading, columns (key, label, kind of value) and rows (key, label)."""

    heading: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Form:
    """What a writer needs of a form. `handled` are the result rows of 表三 that add up to its total row."""

    name: str
    sections: tuple[tuple[str, str, str], ...]
    blocks: tuple[Block, ...]
    table2_corner: str
    table3_corner: str
    table3_head: str
    organisations: str
    kinds: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    handled: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    litigation: str
    variants: dict[str, tuple[str, ...]]


def _lines(rows: list[dict[str, Any]], groups: tuple[str, ...] = ()) -> list[Line]:
    out: list[Line] = []
    for row in rows:
        if "rows" in row:
            out += _lines(row["rows"], (*groups, row["label"]))
        else:
            out.append(Line(row["key"], row["label"], groups))
    return out


@cache
def form(name: str) -> Form:
    """The form "2019" or "2021"."""
    data = yaml.safe_load((FORMS / f"{name}.yaml").read_text(encoding="utf-8"))
    t2, t3, t4 = (data["tables"][t] for t in ("table2", "table3", "table4"))
    variants: dict[str, tuple[str, ...]] = {}
    kinds: list[tuple[str, str]] = []
    organisations = ""
    for column in t3["columns"]:
        for leaf in column.get("columns", [column]):
            kinds.append((leaf["key"], leaf["label"]))
            variants[f"table3.header.{leaf['key']}"] = tuple(leaf.get("variants", ()))
        if "columns" in column:
            organisations = column["label"]
    lines = tuple(_lines(t3["rows"]))
    blocks = tuple(
        Block(
            b["heading"],
            tuple((c["key"], c["label"], c["value"]) for c in b["columns"]),
            tuple((r["key"], r["label"]) for r in b["rows"]),
        )
        for b in t2["blocks"]
    )
    for b in t2["blocks"]:
        for c in b["columns"]:
            variants[f"table2.header.{c['key']}"] = tuple(c.get("variants", ()))
    return Form(
        name=name,
        sections=tuple((s["key"], s["number"], s["title"]) for s in data["sections"]),
        blocks=blocks,
        table2_corner=t2["corner"],
        table3_corner=t3["corner"],
        table3_head=t3["columns_heading"],
        organisations=organisations,
        kinds=tuple(kinds),
        lines=lines,
        handled=tuple(line.key for line in lines if line.groups and line.key != "total"),
        outcomes=tuple((c["key"], c["label"]) for c in t4["columns"]),
        groups=tuple((g["key"], g["label"]) for top in t4["groups"] for g in top.get("groups", [top])),
        litigation=t4["groups"][1]["label"],
        variants=variants,
    )


def form_of_year(year: int) -> str:
    """The form a report of this year must use (国办公开办函〔2019〕60号, 〔2021〕30号)."""
    return "2019" if year < 2021 else "2021"
