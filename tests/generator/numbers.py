"""Consistent numbers for the three tables, of the size the kind of agency has."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from .forms import form
from .model import Table, Value

KINDS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org")
SIZES = {"township": 4, "subdistrict": 5, "department": 40, "county": 600, "city": 6000}


def _split(rng: Random, total: int, keys: list[str], few: int) -> dict[str, int]:
    """`total` spread over a few of the keys; the others get 0."""
    out = dict.fromkeys(keys, 0)
    chosen = rng.sample(keys, min(few, len(keys)))
    rest = total
    for key in chosen[:-1]:
        part = rng.randint(0, rest)
        out[key] = part
        rest -= part
    out[chosen[-1]] += rest
    return out


def table3(rng: Random, form_name: str, kind: str) -> Table:
    """表三: new + carried over = handled + carried forward in every column, kinds add up in every row."""
    f = form(form_name)
    rows: Table = {line.key: dict.fromkeys((*KINDS, "total"), 0) for line in f.lines}
    size = SIZES[kind]
    busy = rng.random() < {"township": 0.4, "subdistrict": 0.5, "department": 0.85}.get(kind, 1.0)
    for weight, column in enumerate(KINDS):
        most = size if weight == 0 else size // 12
        if not busy or most == 0 or (weight and rng.random() < 0.5):
            continue
        new, over = rng.randint(0 if weight else 1, most), rng.randint(0, max(1, most // 10))
        forward = rng.randint(0, min(new + over, max(1, most // 8)))
        handled = new + over - forward
        rows["new_received"][column], rows["carried_over"][column] = new, over
        rows["carried_forward"][column], rows["total"][column] = forward, handled
        share = rng.randint(handled // 3, handled) if handled else 0
        for key, part in _split(rng, handled - share, list(f.handled), rng.randint(2, 9)).items():
            rows[key][column] = part
        rows["granted"][column] = _plus(rows["granted"][column], share)
    for cells in rows.values():
        cells["total"] = sum(int(cells[c] or 0) for c in KINDS)
    return rows


def _plus(value: Value, more: int) -> int:
    return int(value or 0) + more


def table4(rng: Random, form_name: str, kind: str) -> Table:
    """表四: three groups, each adding up."""
    f = form(form_name)
    size = {"township": 1, "subdistrict": 1, "department": 5, "county": 40, "city": 200}[kind]
    active = rng.random() < {"township": 0.2, "subdistrict": 0.25, "department": 0.6}.get(kind, 1.0)
    out: Table = {}
    for group, _ in f.groups:
        parts: dict[str, Value] = {
            key: rng.randint(0, size) if active and rng.random() < 0.7 else 0 for key, _ in f.outcomes[:-1]
        }
        parts["total"] = sum(int(v or 0) for v in parts.values())
        out[group] = parts
    return out


def money(rng: Random, most: int, places: int) -> Decimal:
    """An amount with up to `places` decimals, never ending in 0 after the point."""
    raw = Decimal(rng.randint(1, most * 10**places)).scaleb(-places).normalize()
    return raw.quantize(Decimal(1)) if raw == raw.to_integral_value() else raw


def table2(rng: Random, form_name: str, kind: str) -> Table:
    """表二. 规章 are made by cities only; townships mostly have zeros."""
    scale = {"township": 2, "subdistrict": 3, "department": 900, "county": 40_000, "city": 4_000_000}[kind]
    quiet = kind in ("township", "subdistrict") and rng.random() < 0.6

    def some(most: int) -> int:
        return 0 if quiet else rng.randint(0, most)

    documents = {"department": 6, "county": 40, "city": 120}.get(kind, 1)
    out: Table = {}
    if form_name == "2021":
        for row, most in (("regulations", 3 if kind == "city" else 0), ("normative_documents", documents)):
            issued, old = some(most), some(most * 5)
            abolished = rng.randint(0, min(old, most)) if most else 0
            out[row] = {"issued": issued, "abolished": abolished, "in_force": old + issued - abolished}
        for row in ("licensing", "penalty", "coercion"):
            out[row] = {"decisions": some(scale if row != "coercion" else scale // 20)}
        out["fees"] = {
            "amount_wan": 0 if quiet or rng.random() < 0.4 else money(rng, max(2, scale // 30), rng.choice([1, 2, 4, 6]))
        }
        return out
    for row, most in (("regulations", 3 if kind == "city" else 0), ("normative_documents", documents)):
        published = some(most)
        out[row] = {"made": published + some(most // 3), "published": published, "total_public": published + some(most * 4)}
    for row in ("licensing", "other_services", "penalty", "coercion"):
        before = some(min(400, scale))
        out[row] = {
            "prev_items": before,
            "change": rng.randint(-min(before, 9), 9) if not quiet else 0,
            "decisions": some(scale),
        }
    before = some(min(30, scale))
    out["fees"] = {"prev_items": before, "change": rng.randint(-min(before, 4), 4) if not quiet else 0}
    projects = some(max(3, min(scale, 400)))
    out["procurement"] = {"projects": projects, "amount": money(rng, projects * 90, rng.choice([0, 2, 4])) if projects else 0}
    return out
