"""What a program may send: types that take JSON's own and nothing that merely looks like it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 100_000
MOST_ROWS = 10_000
LARGEST = 2**53 - 1
"""The largest whole number all readers of JSON agree on."""


def _words(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "not a string")
    return value


def _day(value: Any) -> Any:
    if not isinstance(value, str) or len(value) != 10:
        raise PydanticCustomError("date_parsing", "not a date")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticCustomError("decimal_type", "not a number")
    return value


Text = Annotated[StrictStr, Field(max_length=LONGEST_TEXT)]
Flag = StrictBool
Whole = Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
Id = Annotated[UUID, BeforeValidator(_words)]
Day = Annotated[date, BeforeValidator(_day)]
Amount = Annotated[Decimal, Field(max_digits=14, decimal_places=2), BeforeValidator(_number)]

TYPES: dict[Any, Any] = {str: Text, bool: Flag, int: Whole, UUID: Id, date: Day, Decimal: Amount}
"""A type of an act's argument → what is taken for it."""


def without_null(value: Any, depth: int = 0) -> bool:
    """Whether no text in it holds the character that PostgreSQL cannot keep, and it is not nested beyond reason."""
    if isinstance(value, str):
        return "\0" not in value
    if depth > 40:
        return False
    if isinstance(value, dict):
        return all("\0" not in name and without_null(item, depth + 1) for name, item in value.items())
    return not isinstance(value, list) or all(without_null(item, depth + 1) for item in value)
