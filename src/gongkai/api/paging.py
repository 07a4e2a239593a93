"""Listings page by page: a stable order, and a cursor that says after which row to go on.

The cursor is signed: it holds the sort key of the last row and belongs to one listing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from ninja import Schema
from pydantic import BaseModel, Field

from gongkai.api import limits
from gongkai.records.base.errors import Refused

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Paged(Schema):
    """What every listing may be asked."""

    limit: int = Field(limits.ROWS, ge=1, le=limits.MOST_ROWS, description="每页条数")
    cursor: str = Field("", max_length=1000, description="上一页返回的 next；不写从头开始")


class Page(BaseModel, Generic[T]):
    """A page. `next` is empty on the last one."""

    items: list[T]
    next: str


def page(
    rows: QuerySet[M],
    order: Sequence[str],
    asked: Paged,
    shown: Callable[[list[M]], list[dict[str, Any]]],
    listing: str,
) -> dict[str, Any]:
    """The page of `rows` after the cursor: one query, and what `shown` asks. `order`: names of columns or annotations that
    are never null, "-" for descending, the last one unique."""
    if asked.cursor:
        rows = rows.filter(_after(rows, order, _read(asked.cursor, listing, len(order))))
    found = list(rows.order_by(*order)[: asked.limit + 1])
    more = len(found) > asked.limit
    found = found[: asked.limit]
    following = signing.dumps([_text(getattr(found[-1], _name(key))) for key in order], salt=_salt(listing)) if more else ""
    return {"items": shown(found), "next": following}


def _after(rows: QuerySet[Any], order: Sequence[str], values: list[str]) -> Q:
    after, same = Q(), Q()
    for key, text in zip(order, values, strict=True):
        value = _field(rows, _name(key)).to_python(text)
        after |= same & Q(**{f"{_name(key)}__{'lt' if key.startswith('-') else 'gt'}": value})
        same &= Q(**{_name(key): value})
    return after


def _field(rows: QuerySet[Any], name: str) -> Any:
    annotation = rows.query.annotations.get(name)
    return annotation.output_field if annotation is not None else rows.model._meta.get_field(name)


def _name(key: str) -> str:
    return key.lstrip("-")


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _read(cursor: str, listing: str, length: int) -> list[str]:
    try:
        values = signing.loads(cursor, salt=_salt(listing))
    except signing.BadSignature:
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise Refused(gettext("翻页位置无效：请用上一页返回的 next，或从头开始。"), "cursor_invalid")
    return values


def _salt(listing: str) -> str:
    return f"gongkai.api.{listing}"
