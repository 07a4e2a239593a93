"""Import files read apart: what rows they hold, as the acts of importing take them, and what is wrong in which row. Nothing is
imported here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from gongkai.api import values
from gongkai.api.acting import UploadId
from gongkai.api.authentication import caller
from gongkai.api.endpoint import WRITING, endpoint
from gongkai.api.reports import reading
from gongkai.records.accounts import uploads
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.policies import MANAGE
from gongkai.records.base import sheets
from gongkai.records.base.errors import NotAllowed, NotFound, Refused
from gongkai.records.catalogue.models import CatalogueVersion

router = Router(tags=["导入"])
_READING = WRITING | {503}


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TreeIn(_In):
    """A table of agencies. `set_up_on`: for rows without a day of their own."""

    file: UploadId
    set_up_on: values.Day


class PeopleIn(_In):
    """A table of people."""

    file: UploadId


class MattersIn(_In):
    """A catalogue, as a table (xlsx, xls) or document (docx), for a version that is a draft."""

    file: UploadId
    version: values.Id


class ProblemOut(BaseModel):
    """What is wrong with a row, in which column, and what to do. `row` 0: with the file as a whole. `table`: the sheet or
    table, where there are several. `severe`: while there is such a one, the rows are not taken."""

    table: str
    row: int
    column: str
    value: str
    message: str
    severe: bool


class ReadOut(BaseModel):
    """What was read: `rows` for the act, `problems`, and the headings that mean nothing here."""

    rows: list[dict[str, Any]]
    problems: list[ProblemOut]
    ignored: list[str]


class MattersOut(ReadOut):
    """The same, with the domains that the file says do not concern the agency (code → why): the act's `absent`."""

    absent: dict[Annotated[str, Field(max_length=20)], str]


@endpoint(router, "POST", "/imports/agencies/", "import-agencies", "读取机构表", ReadOut, problems=_READING)
def agencies(request: HttpRequest, body: TreeIn) -> Any:
    """The rows of an uploaded table of agencies, for agencies.import_tree."""
    from gongkai.records.agencies.importing import acting, planning

    user = caller(request)
    _must(user, MANAGE)
    name, data = _content(user, body.file, sheets.LARGEST)
    with reading():
        plan = planning.plan(data, name, body.set_up_on)
    return {"rows": acting.as_rows(plan), "problems": [_wrong(one) for one in plan.problems], "ignored": plan.ignored}


@endpoint(router, "POST", "/imports/people/", "import-people", "读取人员表", ReadOut, problems=_READING)
def people(request: HttpRequest, body: PeopleIn) -> Any:
    """The rows of an uploaded table of people, for accounts.import. Rows with a problem are left out."""
    from gongkai.records.accounts import importing

    user = caller(request)
    _must(user, ACCOUNTS_MANAGE)
    name, data = _content(user, body.file, sheets.LARGEST)
    with reading():
        plan = importing.plan(data, name, user)
    rows = [
        {key: value for key, value in row.items() if key not in ("row", "agency_name") and value not in ("", None)}
        for row in plan.as_rows()
    ]
    return {"rows": rows, "problems": [_wrong(one) for one in plan.problems], "ignored": plan.ignored}


@endpoint(router, "POST", "/imports/matters/", "import-matters", "读取目录文件", MattersOut, problems=_READING)
def matters(request: HttpRequest, body: MattersIn) -> Any:
    """The matters of an uploaded file, for catalogue.import_rows: the file itself goes there as `source`."""
    from gongkai.documents.errors import Unreadable
    from gongkai.records.catalogue import demands
    from gongkai.records.catalogue.exchange import reading as exchange
    from gongkai.records.catalogue.exchange.columns import LABELS

    user = caller(request)
    version = _draft(user, body.version)
    name, data = _content(user, body.file, uploads.MOST_OF_A_FILE)
    try:
        with reading():
            found = exchange.read_apart(data, name, version.catalogue.agency.name)
    except Unreadable as error:
        raise Refused(error.message, error.code) from error
    for row, (table, line) in zip(found.rows, found.places, strict=True):
        for lack in demands.unsound(row):
            if lack.field != "level1" or row.level1:
                value = str(getattr(row, lack.field, ""))[:60]
                found.problems.append(exchange.Problem(table, line, LABELS.get(lack.field, lack.field), value, lack.message))
    rows = [{k: v for k, v in asdict(row).items() if k not in ("key", "inherited_key")} for row in found.rows]
    problems = [
        {
            "table": one.table,
            "row": one.line,
            "column": one.column,
            "value": one.value,
            "message": one.message,
            "severe": one.severe,
        }
        for one in found.problems
    ]
    return {"rows": rows, "problems": problems, "ignored": [], "absent": found.absent}


def _draft(user: User, identity: UUID) -> CatalogueVersion:
    from gongkai.records.catalogue.policies import may_edit, may_see_drafts

    version = CatalogueVersion.objects.select_related("catalogue__agency").filter(pk=identity).first()
    if version is None or not may_see_drafts(user, version.catalogue.agency):
        raise NotFound(gettext("找不到该目录版本，请返回目录重新选择。"))
    if not may_edit(user, version.catalogue.agency):
        raise NotAllowed(gettext("您没有编制该目录的权限；如确需编制，请联系本单位的系统管理员授权。"))
    return version


def _must(user: User, capability: str) -> None:
    if not agencies_with(user, capability).exists():
        raise NotAllowed(gettext("您没有导入的权限；如确需导入，请联系本单位的系统管理员授权。"))


def _content(user: User, identity: UUID, most: int) -> tuple[str, bytes]:
    name, path = uploads.content(user, str(identity))
    if path.stat().st_size > most:
        said = gettext("文件超过 %(most)d MB，请删去图片和多余的工作表后再传。") % {"most": most // uploads.MB}
        raise Refused(said, "too_large")
    return name, path.read_bytes()


def _wrong(problem: Any) -> dict[str, Any]:
    return {
        "table": "",
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
        "severe": True,
    }
