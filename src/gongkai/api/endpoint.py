"""One way to make an endpoint: named, described in Chinese, its refusals documented, unknown parameters refused."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Router
from pydantic import BaseModel, Field

from gongkai.records.base.errors import Refused


class WrongField(BaseModel):
    """A field of the request that is not as it must be."""

    field: str
    message: str


class Problem(BaseModel):
    """Why something was not done. `code` is stable; `message` says in Chinese what to do."""

    code: str
    message: str
    fields: list[WrongField] = Field(default_factory=list)


READING = frozenset({400, 401, 403, 404, 422, 429})
WRITING = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
READING_FILES = frozenset({400, 401, 403, 413, 422, 429, 503})


def endpoint(
    router: Router,
    method: str,
    path: str,
    name: str,
    summary: str,
    response: Any,
    *,
    problems: frozenset[int] = READING,
    description: str = "",
    extra: dict[str, Any] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds the view to the router. `name` is its address' name; `response` the model of 200, None where the view answers
    bytes that `extra` (OpenAPI) describes."""

    def made(view: Callable[..., Any]) -> Callable[..., Any]:
        known: set[str] = set()

        @functools.wraps(view)
        def checked(request: HttpRequest, **values: Any) -> Any:
            for given in request.GET:
                if given not in known:
                    raise Refused(
                        gettext("没有“%(name)s”这个参数，请对照接口说明核对。") % {"name": given[:60]}, "unknown_parameter"
                    )
            return view(request, **values)

        # ninja looks names up in the module of the function it is given, which is this one.
        hints = typing.get_type_hints(view, include_extras=True)
        signature = inspect.signature(view)
        parameters = [one.replace(annotation=hints.get(name, Any)) for name, one in signature.parameters.items()]
        checked.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]

        router.api_operation(
            [method],
            path,
            url_name=name,
            operation_id=name.replace("-", "_").replace(".", "_"),
            summary=summary,
            description=description or " ".join((view.__doc__ or "").split()),
            response={200: response, problems: Problem},
            openapi_extra=extra,
        )(checked)
        for model in checked._ninja_operation.models:  # type: ignore[attr-defined]
            if model.__ninja_param_source__ == "query":
                known.update(model.__ninja_flatten_map__)
        return view

    return made
