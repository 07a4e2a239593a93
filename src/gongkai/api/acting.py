"""An endpoint for each open act, made from the act's own signature: its arguments are the fields of the body."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Query, Router
from pydantic import BaseModel, ConfigDict, Field, create_model

from gongkai.api import limits, values
from gongkai.api.acts import LEFT_OUT, OPEN, act_of
from gongkai.api.authentication import caller
from gongkai.api.endpoint import WRITING, endpoint
from gongkai.api.files import ACTS as TAKING_FILES
from gongkai.api.files import PREPARED, photo_for, upload_for
from gongkai.records.accounts.importing import MOST
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.acts import Act
from gongkai.records.base.files.store import Written
from gongkai.records.catalogue.rows import Row

router = Router(tags=["办理"])


class DoneOut(BaseModel):
    """What was done. `version`: of the record after it, for If-Match of the next act; `repeated`: it had been done before
    with this key."""

    act: str
    record_type: str
    record_id: UUID
    version: int
    result: dict[str, Any]
    repeated: bool


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", protected_namespaces=())


def _matter_values() -> type[BaseModel]:
    """The fields of a matter that an act takes, each of them or not."""
    hints = typing.get_type_hints(Row)
    names = [field.name for field in dataclasses.fields(Row) if field.name not in ("key", "inherited_key")]
    made: dict[str, Any] = {name: (_taken(hints[name], name), None) for name in names}
    return create_model("MatterValues", __base__=_Strict, **made)


class TreeRow(_Strict):
    """A row of a table of agencies: its number in the table, and what stands under each heading."""

    number: values.Whole
    values: dict[values.Text, values.Text]


class PersonRow(_Strict):
    """Somebody to enrol, with the roles they hold there from `since` on. They get their first password at the desk."""

    name: values.Text
    username: values.Text
    agency: values.Id
    roles: list[Role]
    since: values.Day
    until: values.Day | None = None
    post: values.Text = ""
    phone: values.Text = ""


UploadId = typing.Annotated[values.Id, Field(description="已传完的文件的编号（/uploads/）")]


def _shapes() -> dict[tuple[str, str], Any]:
    matter = _matter_values()
    return {
        ("catalogue.add_matter", "values"): matter,
        ("catalogue.change_matter", "values"): matter,
        ("catalogue.import_rows", "rows"): typing.Annotated[list[matter], Field(max_length=values.MOST_ROWS)],  # type: ignore[valid-type]
        ("accounts.import", "rows"): typing.Annotated[list[PersonRow], Field(max_length=MOST)],
        ("agencies.import_tree", "rows"): typing.Annotated[list[TreeRow], Field(max_length=values.MOST_ROWS)],
    }


def body_of(act: Act) -> type[BaseModel]:
    """The model of what an act is given. For a file stands the id of an upload; its name and type come with it."""
    body = inspect.unwrap(act)
    name = "".join(part.title() for part in act.name.replace("_", ".").split("."))
    fields = list(inspect.signature(body).parameters.values())[1:]
    hints = typing.get_type_hints(body)
    shapes = {argument: shape for (of, argument), shape in SHAPES.items() if of == act.name}
    return _model(name, fields, {**hints, **shapes}, LEFT_OUT.get(act.name, frozenset()))


def arguments_of(act: Act, given: BaseModel, user: User) -> dict[str, Any]:
    """The act's arguments, from a body: only what was given, so that the act's own defaults hold. Files come out of the
    caller's uploads. Refused for an upload that is not there, or not what the act takes."""
    found = _given(act.name, typing.get_type_hints(inspect.unwrap(act)), given, user)
    prepare = PREPARED.get(act.name)
    return prepare(user, found) if prepare else found


def _model(name: str, fields: Sequence[Any], hints: Mapping[str, Any], left_out: frozenset[str]) -> type[BaseModel]:
    files = {field.name for field in fields if _is_file(hints[field.name])}
    companions = {f"{file}{end}" for file in files for end in ("_type", "_name")}
    made: dict[str, Any] = {}
    for field in fields:
        if field.name in companions | left_out:
            continue
        default = field.default
        nothing = default in (inspect.Parameter.empty, dataclasses.MISSING)
        if isinstance(default, tuple):
            default = list(default)
        made[field.name] = (_taken(hints[field.name], name + field.name.title()), ... if nothing else default)
    return create_model(name, __base__=_Strict, **made)


def _is_file(hint: Any) -> bool:
    return hint is Written or any(_is_file(part) for part in typing.get_args(hint))


def _taken(hint: Any, name: str) -> Any:
    """The type that is taken for an argument's type."""
    if typing.get_origin(hint) is typing.Annotated:
        return hint
    if hint is Written:
        return UploadId
    if hint in values.TYPES:
        return values.TYPES[hint]
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return typing.Union[tuple(_taken(part, name) for part in parts)]  # noqa: UP007 made of what is known only here
    if origin in (Mapping, dict):
        return dict[values.Text, _taken(parts[1], name)]  # type: ignore[misc]
    if origin in (Sequence, list, tuple):
        return typing.Annotated[list[_taken(parts[0], name)], Field(max_length=values.MOST_ROWS)]  # type: ignore[misc]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _model(name, dataclasses.fields(hint), typing.get_type_hints(hint), frozenset())
    return hint


def _given(act: str, hints: Mapping[str, Any], given: BaseModel, user: User) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in given.model_fields_set:
        hint, value = hints[name], getattr(given, name)
        if value is None or not _is_file(hint):
            found[name] = _argument(act, hint, value, user)
        elif isinstance(value, list):
            found[name] = [photo_for(one, user) for one in value]
        else:
            upload = upload_for(act, name, value, user)
            found |= {name: upload.written, f"{name}_type": upload.media_type}
            if f"{name}_name" in hints:
                found[f"{name}_name"] = upload.name
    return found


def _argument(act: str, hint: Any, value: Any, user: User) -> Any:
    if isinstance(value, BaseModel):
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            return hint(**_given(act, typing.get_type_hints(hint), value, user))
        return value.model_dump(exclude_unset=True)
    if isinstance(value, list):
        return [_argument(act, None, item, user) for item in value]
    return value


SHAPES = _shapes()
"""Act, argument → what is taken where the act itself says no more than “a mapping”."""


KEY = Header(
    None,
    alias="Idempotency-Key",
    max_length=limits.KEY,
    pattern=r"^[!-~]+$",
    description="同一个键只办理一次；再次提交返回第一次的结果",
)
MATCH = Header(None, alias="If-Match", pattern=r'^"?[0-9]{1,9}"?$', description="记录的版本；不相符时不办理")
ON = Query(None, description="办理日期，默认今天，不能晚于今天")


def _endpoint_of(name: str) -> None:
    act = act_of(name)

    def run(request: HttpRequest, response: HttpResponse, body: Any, on: Any = ON, key: Any = KEY, match: Any = MATCH) -> Any:
        version, user = int(match.strip('"')) if match else None, caller(request)
        done = act(actor=user, on=on, expected_version=version, key=key, **arguments_of(act, body, user))
        response["ETag"] = f'"{done.version}"'
        return dataclasses.asdict(done)

    given: Callable[..., Any] = run
    given.__annotations__ = {
        "request": HttpRequest,
        "response": HttpResponse,
        "body": typing.Annotated[body_of(act), Body(...)],
        "on": values.Day | None,
        "key": str | None,
        "match": str | None,
    }
    given.__doc__ = act.__doc__
    problems = WRITING | {503} if name in TAKING_FILES else WRITING
    endpoint(router, "POST", f"/acts/{name}/", f"act-{name}", OPEN[name][2], DoneOut, problems=problems)(given)


for _name in OPEN:
    _endpoint_of(_name)
