"""Sample reports of a made-up county, to be tried with one click."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: `files` are (file in this package, name to show), `previous` likewise or None."""

    key: str
    title: str
    note: str
    files: tuple[tuple[str, str], ...]
    previous: tuple[str, str] | None = None


@cache
def samples() -> tuple[Sample, ...]:
    """All samples in the order of index.yaml."""
    data: list[dict[str, Any]] = yaml.safe_load(resources.files(__name__).joinpath("index.yaml").read_bytes())
    return tuple(
        Sample(d["key"], d["title"], d["note"], tuple(d["files"].items()), next(iter(d.get("previous", {}).items()), None))
        for d in data
    )


def content(file: str) -> bytes:
    """The bytes of a sample file."""
    return resources.files(__name__).joinpath(file).read_bytes()
