"""The 汇编 of an approved version: made from its content, filed with it, and the same for whoever takes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.acts import Done, Step, act
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import Written
from gongkai.records.catalogue import drafts
from gongkai.records.catalogue.models import Booklet, Catalogue, CatalogueVersion, VersionState
from gongkai.records.catalogue.policies import may_file
from gongkai.records.catalogue.selectors import absent_of, rows_of

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
KINDS = ("docx", "pdf")


def written(version: CatalogueVersion, kind: str) -> bytes:
    """The version in a format of MEDIA. Raises documents.typesetting.CannotTypeset (pdf, fonts missing)."""
    rows, absent = rows_of(version), absent_of(version)
    catalogue = version.catalogue
    if kind == "xlsx":
        from gongkai.records.catalogue.exchange.workbook import write_workbook

        return write_workbook(catalogue.title, rows, absent)
    if kind in ("json", "csv"):
        from gongkai.records.catalogue.exchange.data import as_csv, as_json

        day = version.effective_on
        about = {
            "title": catalogue.title,
            "agency": catalogue.agency.name,
            "version": version.number,
            "effective_on": day.isoformat() if day else None,
            "state": version.state,
        }
        return as_json(about, rows, absent) if kind == "json" else as_csv(rows)
    from gongkai.records.catalogue.exchange.booklet import booklet

    edition = gettext("第 %(number)d 版") % {"number": version.number}
    if version.state != VersionState.APPROVED:
        edition += gettext("（%(state)s，供审阅）") % {"state": VersionState(version.state).label}
    day = version.effective_on or clock.today()
    printed = booklet(catalogue.title, catalogue.agency.name, edition, day, rows, absent)
    if kind == "docx":
        from gongkai.records.catalogue.exchange.booklet_docx import write_docx

        return write_docx(printed)
    from gongkai.records.catalogue.exchange.booklet_pdf import write_pdf

    return write_pdf(printed)


def file_booklet(version: UUID, actor: Actor) -> Done | None:
    """Makes and files the booklet of an approved version, where it is not filed yet."""
    found = drafts.found(version)
    if found.state != VersionState.APPROVED or found.booklets.count() == len(KINDS):
        return None
    made = {kind: files.write(written(found, kind), FileClass.PUBLIC) for kind in KINDS}
    return keep_booklet(version, made, actor=actor)


@act("catalogue.file_booklet")
def keep_booklet(step: Step, version: UUID, made: dict[str, Written]) -> dict[str, Any]:
    """The files, kept with the version; those that are there already stay."""
    found = drafts.found(version)
    step.allow(may_file, found.catalogue.agency)
    step.lock(Catalogue, found.catalogue_id)
    step.require(found.state == VersionState.APPROVED, gettext("审定后才能归档汇编。"), "not_approved")
    there = set(found.booklets.values_list("kind", flat=True))
    for kind, file in made.items():
        if kind not in there:
            stored = files.keep(file, MEDIA[kind])
            step.add(Booklet(version=found, kind=kind, file=stored, made_at=clock.now()))
    step.log({"version": found.number, "kinds": sorted(set(made) - there)})
    return {"filed": len(set(made) - there)}
