"""What an agency must publish on its own, as data: items of articles 20 and 21, the 26 domains, the channels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.law.yaml import load_yaml


@dataclass(frozen=True, slots=True)
class Heading:
    """An item of article 20 or 21, a domain or a channel. `binds`: the levels it binds; empty for all."""

    code: str
    name: str
    source: str
    variants: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()


@cache
def items() -> tuple[Heading, ...]:
    """The fifteen items of article 20."""
    return _rows("items")


@cache
def additions(level: str | None = None) -> tuple[Heading, ...]:
    """The items article 21 adds, all or those that bind this level (prefecture, county, township)."""
    return tuple(row for row in _rows("additions") if level is None or level in row.binds)


@cache
def domains() -> tuple[Heading, ...]:
    """The 26 domains of the standard catalogues."""
    return _rows("domains")


@cache
def channels() -> tuple[Heading, ...]:
    """The channels of the standard catalogues' tick list, in its order."""
    return _rows("channels")


@cache
def by_code() -> dict[str, Heading]:
    """Every item, domain and channel by its code."""
    return {row.code: row for row in (*items(), *additions(), *domains(), *channels())}


def _rows(kind: str) -> tuple[Heading, ...]:
    block = _data()[kind]
    return tuple(
        Heading(row["code"], row["name"], block["source"], tuple(row.get("variants", ())), tuple(row.get("binds", ())))
        for row in block["rows"]
    )


@cache
def _data() -> dict[str, Any]:
    return dict(load_yaml(resources.files(__name__).joinpath("matters.yaml").read_text("utf-8")))
