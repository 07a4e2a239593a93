"""A matter with a field there is none of is refused in words, whoever calls the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from gongkai.records.accounts.models import User
from gongkai.records.base.errors import Refused
from gongkai.records.catalogue import bringing, services
from gongkai.records.catalogue.models import Matter

WRONG = {"level1": "财政预决算", "colour": "红"}


@pytest.mark.parametrize(
    "act",
    [
        lambda version, matter, by: services.add_matter(version, WRONG, actor=by),
        lambda version, matter, by: services.change_matter(version, matter, WRONG, actor=by),
        lambda version, matter, by: bringing.import_rows(version, [WRONG], False, actor=by),
    ],
    ids=["add", "change", "import"],
)
def test_a_field_there_is_none_of_is_named(act: Callable[..., Any], officer: User, township: UUID) -> None:
    version = UUID(services.open_catalogue(township, "石桥镇公开目录", actor=officer).result["version"])
    matter = UUID(services.add_matter(version, {"level1": "财政预决算"}, actor=officer).result["key"])
    with pytest.raises(Refused, match="“colour”") as refused:
        act(version, matter, officer)
    assert refused.value.code == "unknown_field"
    assert Matter.objects.count() == 1
