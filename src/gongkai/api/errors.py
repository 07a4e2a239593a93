"""What a program is told when something is not done: {"code", "message"}, Chinese, and never more than that."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from gongkai.records.base.errors import Conflict, KeyReused, NotAllowed, NotFound, Refused
from gongkai.web import unavailable

log = logging.getLogger("gongkai.api")
JSON = "application/json; charset=utf-8"


class Busy(Exception):
    """Too much is being done at the moment; the same request may come again in a few seconds."""


def status_of(refused: Refused) -> int:
    """The status that says what kind of refusal it is."""
    for kind, status in ((NotAllowed, 403), (NotFound, 404), (Conflict, 409), (KeyReused, 409)):
        if isinstance(refused, kind):
            return status
    return 422


def problem(status: int, code: str, message: str, fields: list[dict[str, str]] | None = None) -> HttpResponse:
    """The answer for something that was not done."""
    said: dict[str, Any] = {"code": code, "message": message}
    if fields:
        said["fields"] = fields
    return HttpResponse(orjson.dumps(said), status=status, content_type=JSON)


def install(api: NinjaAPI) -> None:
    """Every exception becomes a problem; what nobody expected is logged and says nothing of itself."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(Busy, _busy)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, lambda request, error: not_found())
    api.add_exception_handler(RequestDataTooBig, lambda request, error: too_large())
    api.add_exception_handler(SuspiciousOperation, lambda request, error: _unreadable())
    api.add_exception_handler(Exception, _fault)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(status_of(error), error.code, error.message)


def not_found() -> HttpResponse:
    """There is no such address."""
    return problem(404, "no_such_address", gettext("没有这个接口地址，请对照接口说明核对。"))


def method_refused(allowed: str) -> HttpResponse:
    """The address is there, the method is not."""
    response = problem(405, "method_not_allowed", gettext("这个接口地址不支持该请求方法，请对照接口说明核对。"))
    response["Allow"] = allowed
    return response


def too_large() -> HttpResponse:
    """More than a program may send at once."""
    return problem(413, "too_large", gettext("请求内容超过上限，请分次提交。"))


def _unreadable() -> HttpResponse:
    return problem(400, "bad_request", gettext("请求读不懂：请按接口说明发送 UTF-8 编码的 JSON，文字中不能含空字符。"))


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    message = gettext("没有有效的身份：请在请求头写明 Authorization: Bearer 和您的接口令牌；令牌过期或撤销后请另建。")
    response = problem(401, "not_authenticated", message)
    response["WWW-Authenticate"] = 'Bearer realm="gongkai"'
    return response


def _throttled(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(429, "too_many_requests", gettext("请求过于频繁，请稍候再试。"))


def _busy(request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(503, "busy", gettext("现在等候读取的文件较多，请过几秒再试。"))
    response["Retry-After"] = "5"
    return response


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, RequestDataTooBig):
        return too_large()
    return _unreadable()


def _fault(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    log.error("a fault in the API", exc_info=error if isinstance(error, Exception) else None)
    if isinstance(error, Exception) and (found := unavailable.why(error)):
        response = problem(503, found.code, found.message)
        response["Retry-After"] = str(unavailable.RETRY_SECONDS)
        return response
    return problem(500, "fault", gettext("程序出错，没有办理。请稍后再试；如果一直这样，请把请求编号告诉管理员。"))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = []
    for one in error.errors[:20]:
        place = [str(part) for part in one["loc"][1:] if part not in ("body", "query", "page")]
        fields.append({"field": ".".join(place), "message": _said(one)})
    names = "、".join(dict.fromkeys(f["field"] for f in fields if f["field"])) or gettext("请求内容")
    return problem(422, "invalid", gettext("“%(names)s”不符合要求，请改正后再发送。") % {"names": names}, fields)


def _said(one: dict[str, Any]) -> str:
    kind, context = str(one["type"]), one.get("ctx") or {}
    if kind == "missing":
        return gettext("缺少这一项。")
    if kind == "extra_forbidden":
        return gettext("没有这一项，请删去。")
    if kind == "enum" or kind == "literal_error":
        return gettext("应为以下之一：%(choices)s。") % {"choices": context.get("expected", "")}
    for part, sentence in (
        ("uuid", gettext("应为记录的编号（UUID）。")),
        ("date", gettext("应为日期，写作 2026-03-01。")),
        ("bool", gettext("应为 true 或 false。")),
        ("int", gettext("应为整数。")),
        ("decimal", gettext("应为数。")),
        ("greater", gettext("数值过小。")),
        ("less", gettext("数值过大。")),
        ("too_long", gettext("内容过长。")),
        ("too_short", gettext("内容过短。")),
        ("string", gettext("应为文字，且写法符合要求。")),
        ("dict", gettext("应为一组“名称：内容”。")),
        ("model", gettext("应为一组“名称：内容”。")),
        ("list", gettext("应为列表。")),
    ):
        if part in kind:
            return sentence
    return gettext("内容不符合要求。")
