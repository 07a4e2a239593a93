"""The annual report: read and check a file, write, compare and roll up reports in JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal, cast

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict, Field

from gongkai.api import limits
from gongkai.api.authentication import caller
from gongkai.api.endpoint import READING_FILES, WRITING, endpoint
from gongkai.api.errors import JSON, Busy
from gongkai.api.values import MOST_ROWS, Text
from gongkai.records.base.errors import Refused

router = Router(tags=["年度报告"])

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": JSON,
}
_room = threading.BoundedSemaphore(limits.READING)
_REPORT = {"$ref": "#/components/schemas/AnnualReport"}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


_ANSWER: dict[str, Any] = {"responses": {200: {"content": _json({"type": "object"})}}}
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": _json(_REPORT)}}
_FILES: dict[str, Any] = {
    "responses": {
        200: {
            "content": {kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in _TYPES.values()}
        }
    }
}


class WriteAs(Schema):
    """As what the report is written."""

    kind: Literal["docx", "pdf", "xlsx", "html", "txt", "json"] = Field("docx", description="文件形式")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CompareIn(_Body):
    """Two reports (gongkai.annual-report/1). `kind`: last_year, corrected, sister, other; decided by itself where not given."""

    report: dict[str, Any]
    other: dict[str, Any]
    kind: Literal["last_year", "corrected", "sister", "other"] | None = None


class RollUpIn(_Body):
    """Reports to roll up into that of `agency`. `expected`: who must report. `own`, `vertical`: whether the superior's own
    office and organs of state systems count."""

    agency: Text
    reports: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=limits.REPORTS)]
    year: Annotated[int, Field(ge=2008, le=2999)] | None = None
    expected: Annotated[list[Text], Field(max_length=MOST_ROWS)] | None = None
    own: bool = True
    vertical: bool = False


@endpoint(
    router, "POST", "/annual-report/check/", "report-check", "读取并体检一份年报", None, problems=READING_FILES, extra=_ANSWER
)
def check(
    request: HttpRequest,
    file: File[UploadedFile],
    previous: File[UploadedFile | None] = None,
    profile: File[UploadedFile | None] = None,
) -> Any:
    """The file is read in a child process with limits and kept nowhere. `previous`: last year's report; `profile`: local
    demands (YAML). A file that cannot be read is answered with "readable": false and the reason."""
    from gongkai.annual.batch import check_one

    caller(request)
    data, name = _content(file, limits.FILE_BYTES), (file.name or "")[:200]
    before = _content(previous, limits.FILE_BYTES) if previous is not None else None
    demands = _profile(profile) if profile is not None else None
    with reading():
        result = check_one(data, name, before, demands, previous.name if previous is not None else None)
    return HttpResponse(orjson.dumps(result), content_type=JSON)


@endpoint(router, "GET", "/annual-report/schema/", "report-schema", "年报数据格式", None, extra=_ANSWER)
def report_schema(request: HttpRequest) -> Any:
    """The JSON Schema of gongkai.annual-report/1."""
    from gongkai.annual.schema import schema

    return HttpResponse(orjson.dumps(schema()), content_type=JSON)


@endpoint(router, "GET", "/annual-report/rollup-schema/", "rollup-schema", "汇总结果数据格式", None, extra=_ANSWER)
def rollup_schema(request: HttpRequest) -> Any:
    """The JSON Schema of gongkai.annual-report-rollup/1."""
    from gongkai.annual.rollup.schema import schema_text

    return HttpResponse(schema_text(), content_type=JSON)


@endpoint(router, "GET", "/annual-report/comparison-schema/", "comparison-schema", "比较结果数据格式", None, extra=_ANSWER)
def comparison_schema(request: HttpRequest) -> Any:
    """The JSON Schema of a comparison."""
    from gongkai.annual.compare import schema_text

    return HttpResponse(schema_text(), content_type=JSON)


@endpoint(
    router,
    "POST",
    "/annual-report/write/",
    "report-write",
    "把年报数据写成文件",
    None,
    problems=READING_FILES,
    extra={**_BODY, **_FILES},
)
def write(request: HttpRequest, q: Query[WriteAs]) -> Any:
    """A report in JSON becomes the official document."""
    from gongkai.annual.write import write as written
    from gongkai.documents.typesetting import CannotTypeset

    report = _report(request.body)
    try:
        data = written(report, q.kind)
    except CannotTypeset as error:
        raise Refused(error.message, "cannot_typeset") from error
    response = HttpResponse(data, content_type=_TYPES[q.kind])
    response["Content-Disposition"] = f'attachment; filename="annual-report.{q.kind}"'
    return response


@endpoint(router, "POST", "/annual-report/compare/", "report-compare", "比较两份年报", None, problems=WRITING, extra=_ANSWER)
def compare(request: HttpRequest, body: CompareIn) -> Any:
    """Two reports beside each other, cell by cell and paragraph by paragraph."""
    from gongkai.annual.compare import compare as compared

    result = compared(_report(orjson.dumps(body.report)), _report(orjson.dumps(body.other)), body.kind)
    return HttpResponse(orjson.dumps(result.to_json()), content_type=JSON)


@endpoint(router, "POST", "/annual-report/rollup/", "report-rollup", "汇总年报", None, problems=WRITING, extra=_ANSWER)
def rollup(request: HttpRequest, body: RollUpIn) -> Any:
    """Many agencies' reports into their superior's, with every share of every cell."""
    from gongkai.annual.rollup import Member, RollUpError, roll_up

    members = [Member(_report(orjson.dumps(data)), f"{number}.json") for number, data in enumerate(body.reports, 1)]
    try:
        result = roll_up(
            members, agency=body.agency, year=body.year, expected=body.expected, own=body.own, vertical=body.vertical
        )
    except RollUpError as error:
        raise Refused(error.message, "cannot_roll_up") from error
    return HttpResponse(orjson.dumps(result.to_json()), content_type=JSON)


def _report(data: bytes) -> Any:
    from gongkai.annual import load
    from gongkai.documents.errors import Unreadable

    try:
        report = load(data, "report.json")
    except Unreadable as error:
        raise Refused(error.message, error.code) from error
    if sum(map(len, report.sections.values())) > limits.WRITTEN_CHARACTERS:
        raise Refused(gettext("正文太长，不像年度报告，没有办理。请核对数据。"), "too_long")
    return report


def _content(file: UploadedFile, most: int) -> bytes:
    if (file.size or 0) > most:
        said = gettext("文件超过 %(most)d MB 的上限，请压缩图片或拆分后重新提交。") % {"most": most // limits.MB}
        raise Refused(said, "too_large")
    return cast(bytes, file.read())


def _profile(file: UploadedFile) -> dict[str, Any]:
    """A county's own demands, which hold no regular expressions here: a program's may come from a stranger."""
    import yaml

    from gongkai.annual.profiles import ProfileError, parse_profile

    if (file.size or 0) > limits.PROFILE_BYTES:
        raise Refused(gettext("“本地要求”文件过大，请确认选对了文件。"), "too_large")
    try:
        text = file.read().decode("utf-8-sig")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise Refused(gettext("“本地要求”文件里有 YAML 引用（*），请改为直接写出内容。"), "profile_invalid")
        found = dict(parse_profile(text, (file.name or "")[:200]))
    except ProfileError as error:
        raise Refused(str(error), "profile_invalid") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Refused(gettext("“本地要求”文件不是正确的 YAML 文本（UTF-8 编码），请核对。"), "profile_invalid") from error
    words = [word for demand in found["demands"] for word in (*demand.get("any", ()), *demand.get("all", ()))]
    if any(len(word) > 2 and word[0] == word[-1] == "/" for word in words):
        raise Refused(gettext("接口不接受带正则表达式（/…/）的“本地要求”，请直接列出词语。"), "profile_invalid")
    return found


@contextmanager
def reading() -> Iterator[None]:
    """While a file is read: not more of them at one time than the machine bears. Busy beyond that."""
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _room.release()


def components() -> dict[str, Any]:
    """The schema of a report and its parts, for the OpenAPI document."""
    from gongkai.annual.schema import schema

    text = json.dumps(schema()).replace("#/$defs/", "#/components/schemas/AnnualReport.")
    whole = json.loads(text)
    parts = whole.pop("$defs")
    whole.pop("$id"), whole.pop("$schema")
    return {"AnnualReport": whole, **{f"AnnualReport.{name}": part for name, part in parts.items()}}
