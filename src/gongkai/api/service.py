"""The API put together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from gongkai.api import acting, bringing, errors, reports, uploads
from gongkai.api.authentication import Session, Token
from gongkai.api.reading import agencies, catalogues, decisions, incoming, library, log, me, people
from gongkai.api.throttle import ByCaller
from gongkai.api.values import without_null

PREFIX = "/api/v1/"


class _Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        return orjson.dumps(data, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError


class _Parser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return _without_null(orjson.loads(request.body))

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        return _without_null(super().parse_querydict(data, list_fields, request))


def _without_null(data: Any) -> Any:
    if not without_null(data):
        from ninja.errors import HttpError

        raise HttpError(400, "a null character")
    return data


api = NinjaAPI(
    title="政府信息公开工作平台接口",
    version="1",
    description="机构、人员、目录、制度、签批、来件、日志的读取与办理，文件的上传与导入，年度报告的体检、写成、比较与汇总。",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=[Token(), Session()],
    throttle=[ByCaller()],
    renderer=_Renderer(),
    parser=_Parser(),
)
errors.install(api)
for _router in (
    me.router,
    agencies.router,
    catalogues.router,
    library.router,
    decisions.router,
    incoming.router,
    people.router,
    log.router,
    reports.router,
    uploads.router,
    bringing.router,
    acting.router,
):
    api.add_router("", _router)
