"""Rules and guides."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.api.reading.agencies import agency_seen
from gongkai.records.base import clock
from gongkai.records.base.errors import NotFound
from gongkai.records.library.models import Rule, RuleKind, RuleVersion
from gongkai.records.library.selectors import file_of, guide_of, rule_for, standing, visible, with_versions

router = Router(tags=["制度和指南"])
_FILE: dict[str, Any] = {
    "responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
}


class RuleOut(BaseModel):
    """A rule and how it stands today: in_force, coming, repealed, or empty while it has no wording."""

    id: UUID
    agency: UUID
    kind: RuleKind
    title: str
    shown: bool
    state: str
    document_number: str
    effective_on: date | None
    repealed_on: date | None


class WordingOut(BaseModel):
    """A wording of a rule, from a day until a day."""

    number: int
    document_number: str
    issued_on: date
    effective_on: date
    repealed_on: date | None
    repeal_basis: str
    text: str
    file_name: str


class WholeRuleOut(RuleOut):
    """A rule with all its wordings."""

    versions: list[WordingOut]


class GuideOut(BaseModel):
    """The disclosure guide of an agency, in its latest version."""

    agency: UUID
    number: int
    made_on: date
    text: str


class RuleFilter(Paged):
    """Which rules."""

    agency: UUID | None = Field(None, description="单位")
    kind: RuleKind | None = Field(None, description="类别")


@endpoint(router, "GET", "/rules/", "rules", "制度", Page[RuleOut])
def rules(request: HttpRequest, q: Query[RuleFilter]) -> Any:
    """The rules of agencies whose work the caller sees."""
    rows = with_versions(visible(caller(request)))
    if q.agency is not None:
        rows = rows.filter(agency=q.agency)
    if q.kind is not None:
        rows = rows.filter(kind=q.kind)
    return page(rows, ("id",), q, lambda found: [_out(row) for row in found], "rules")


@endpoint(router, "GET", "/rules/{uuid:rule}/", "rule", "一项制度及各版本", WholeRuleOut)
def rule(request: HttpRequest, rule: UUID) -> Any:
    """One of them, with its wordings."""
    found = rule_for(caller(request), rule)
    names = WordingOut.model_fields
    return {**_out(found), "versions": [{name: getattr(row, name) for name in names} for row in found.versions.all()]}


@endpoint(router, "GET", "/rules/{uuid:rule}/versions/{int:number}/file/", "rule-file", "制度的附件", None, extra=_FILE)
def rule_file(request: HttpRequest, rule: UUID, number: int) -> Any:
    """The file of a wording."""
    version, content = file_of(rule_for(caller(request), rule), number)
    kind = version.file.media_type if version.file else "application/octet-stream"
    return FileResponse(content, as_attachment=True, filename=version.file_name, content_type=kind)


@endpoint(router, "GET", "/agencies/{uuid:agency}/guide/", "agency-guide", "政府信息公开指南", GuideOut)
def guide(request: HttpRequest, agency: UUID) -> Any:
    """The latest version of the agency's guide."""
    found = guide_of(agency_seen(caller(request), agency))
    if found is None:
        raise NotFound(gettext("该单位还没有编制政府信息公开指南。"))
    return {"agency": agency, "number": found.number, "made_on": found.made_on, "text": found.text}


def _out(row: Rule) -> dict[str, Any]:
    stood = standing(row, clock.today()) if row.versions.all() else None
    wording: RuleVersion | None = stood.version if stood else None
    return {
        **{name: getattr(row, name) for name in ("id", "kind", "title", "shown")},
        "agency": row.agency_id,
        "state": stood.state if stood else "",
        "document_number": wording.document_number if wording else "",
        "effective_on": wording.effective_on if wording else None,
        "repealed_on": wording.repealed_on if wording else None,
    }
