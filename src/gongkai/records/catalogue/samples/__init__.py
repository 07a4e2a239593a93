"""Typical matters of the 26 domains for a county to begin with: 样例，须按本地实际调整."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from gongkai.law.yaml import load_yaml
from gongkai.records.catalogue.exchange.limits import read_limit
from gongkai.records.catalogue.rows import Row

NOTICE = "样例，须按本地实际调整"


def samples(organ: str) -> list[Row]:
    """The samples with `organ` as 公开主体. Each says in its note that it is a sample."""
    data = _data()
    return [_row(given, block, data["defaults"], organ) for block in data["domains"] for given in block["matters"]]


def _row(given: Any, block: dict[str, Any], defaults: dict[str, Any], organ: str) -> Row:
    own: dict[str, Any] = given if isinstance(given, dict) else {"row": given}
    said = {**defaults, **{name: block[name] for name in block if name not in ("code", "matters")}, **own}
    level1, level2, elements = said["row"]
    limit = read_limit(said["limit"])
    return Row(level1="").changed(
        {
            "domain": block["code"],
            "level1": level1,
            "level2": level2,
            "elements": elements,
            "basis": said["basis"],
            "limit_text": said["limit"],
            "limit_unit": limit.unit,
            "limit_days": limit.days,
            "frequency": limit.frequency,
            "period": limit.period,
            "subject": organ,
            "channels": said["channels"],
            "levels": said["levels"],
            "items": said["items"],
            "note": NOTICE,
        }
    )


@cache
def _data() -> dict[str, Any]:
    return dict(load_yaml(resources.files(__name__).joinpath("samples.yaml").read_text("utf-8")))
