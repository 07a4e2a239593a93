"""Acts on rules: make one, give it a new wording, announce its end, let it go on, show or hide it.

A wording is never changed: who finds a mistake in one makes the next version. What ends a rule is the day of its repeal; a day
that is still to come is an announced end, of which the officer is reminded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.agencies.models import Agency
from gongkai.records.base import canonical, clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import Written
from gongkai.records.base.tasks import services as tasks
from gongkai.records.library.models import Rule, RuleKind, RuleVersion
from gongkai.records.library.policies import may_edit
from gongkai.records.library.screening import check_public
from gongkai.records.library.selectors import standing

ENDING = "library.rule_ending"
LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Wording:
    """A wording as it comes: text, a file, or both. `ends_on`: the first day it no longer holds, where it says so itself."""

    issued_on: date
    effective_on: date
    text: str = ""
    document_number: str = ""
    file: Written | None = None
    file_name: str = ""
    file_type: str = ""
    ends_on: date | None = None


@act("library.make_rule")
def make_rule(step: Step, agency: UUID, kind: RuleKind, title: str, wording: Wording, shown: bool = True) -> dict[str, Any]:
    """A rule of the agency with its first wording."""
    place = Agency.objects.filter(pk=agency).first()
    if place is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    step.allow(may_edit, place)
    title = " ".join(title.split())
    step.require(0 < len(title) <= 200, gettext("请填写制度名称（不超过 200 字）。"), "title_invalid")
    step.require(
        not Rule.objects.filter(agency=place, title=title).exists(),
        gettext("“%(name)s”已有《%(title)s》，请在原制度上登记新的版本。") % {"name": place.name, "title": title},
        "rule_exists",
    )
    rule = step.create(Rule(agency=place, kind=RuleKind(kind).value, title=title, shown=shown))
    version = _add(step, rule, wording)
    step.log({"title": title, "kind": rule.kind, "shown": shown, **_said(version)})
    return {"rule": rule.pk, "version": version.number}


@act("library.new_version")
def new_version(step: Step, rule: UUID, wording: Wording) -> dict[str, Any]:
    """The rule as it reads from a day on. The wording before holds until that day."""
    held = _held(step, rule)
    last = held.versions.order_by("-effective_on", "-number").first()
    step.require(
        last is None or wording.effective_on >= last.effective_on,
        gettext("施行日期早于现有最近一版的施行日期（%(day)s），请核对。") % {"day": last.effective_on if last else ""},
        "effective_before_last",
    )
    version = _add(step, held, wording)
    tasks.close(held, step.actor, ENDING)
    step.log(_said(version))
    return {"version": version.number}


@act("library.repeal")
def repeal(step: Step, rule: UUID, repealed_on: date, basis: str) -> dict[str, Any]:
    """The rule no longer holds from `repealed_on` on; a later day is an announced end. The basis is published."""
    held = _held(step, rule)
    version = standing(held).version
    step.require(0 < len(basis.strip()) <= 200, gettext("请写明废止依据（文件名称和文号，不超过 200 字）。"), "basis_missing")
    step.require(
        version.repealed_on is None or version.repealed_on > clock.today(),
        gettext("该制度已于 %(day)s 废止。") % {"day": version.repealed_on},
        "repealed_already",
    )
    step.require(
        repealed_on >= version.effective_on,
        gettext("废止日期不能早于施行日期（%(day)s），请核对。") % {"day": version.effective_on},
        "repealed_before_effective",
    )
    step.project(version, repealed_on=repealed_on, repeal_basis=basis.strip())
    tasks.close(held, step.actor, ENDING)
    step.log({"version": version.number, "repealed_on": repealed_on, "basis": basis.strip()})
    return {"version": version.number}


@act("library.go_on")
def go_on(step: Step, rule: UUID, basis: str) -> dict[str, Any]:
    """The announced end, still to come, is taken back: the rule holds on."""
    held = _held(step, rule)
    version = standing(held).version
    step.require(
        version.repealed_on is not None and version.repealed_on > clock.today(),
        gettext("该制度没有宣布废止日期，或已经废止；废止后再施行的，请登记新的版本。"),
        "no_announced_end",
    )
    step.require(bool(basis.strip()), gettext("请写明继续施行的依据。"), "basis_missing")
    step.project(version, repealed_on=None, repeal_basis="")
    tasks.close(held, step.actor, ENDING)
    step.log({"version": version.number, "goes_on": basis.strip()})
    return {"version": version.number}


@act("library.show_rule")
def show_rule(step: Step, rule: UUID, shown: bool) -> None:
    """Whether the column 政府信息公开制度 has the rule. Its files move to the class they then belong to."""
    held = _held(step, rule)
    wanted = _class_for(shown)
    for version in held.versions.select_related("file"):
        if shown:
            check_public(step, version.text)
        if version.file is not None and version.file.file_class != wanted:
            with files.read(version.file) as source:
                written = files.write(iter(lambda: source.read(1024 * 1024), b""), wanted)
            step.project(version, file=files.keep(written, version.file.media_type))
    step.project(held, shown=shown)
    step.log({"shown": shown})


def file_class_for(shown: bool) -> FileClass:
    """The class in which a rule's file is written before the act."""
    return _class_for(shown)


def in_class(written: Written, shown: bool) -> Written:
    """The same file in the class of a rule that is shown, or not."""
    if written.file_class == _class_for(shown).value:
        return written
    with files.store().open(written.file_class, written.sha256) as source:
        return files.write(iter(lambda: source.read(1024 * 1024), b""), _class_for(shown))


def _class_for(shown: bool) -> FileClass:
    return FileClass.PUBLIC if shown else FileClass.INTERNAL


def _held(step: Step, rule: UUID) -> Rule:
    found = Rule.objects.select_related("agency").filter(pk=rule).first()
    if found is None:
        raise NotFound(gettext("找不到该制度，请返回制度列表重新选择。"))
    step.allow(may_edit, found.agency)
    return step.lock(Rule, rule)


def _add(step: Step, rule: Rule, wording: Wording) -> RuleVersion:
    text = wording.text.replace("\r\n", "\n").strip()
    step.require(bool(text) or wording.file is not None, gettext("请填写正文或上传附件。"), "wording_missing")
    step.require(len(text) <= LONGEST_TEXT, gettext("正文超过 20 万字，请改为上传附件。"), "text_long")
    step.require(len(wording.document_number) <= 60, gettext("文号不超过 60 字。"), "number_long")
    step.require(wording.issued_on <= clock.today(), gettext("成文日期不能晚于今天，请核对。"), "issued_in_future")
    step.require(
        wording.issued_on <= wording.effective_on, gettext("施行日期不能早于成文日期，请核对。"), "effective_before_issued"
    )
    step.require(
        wording.ends_on is None or wording.ends_on > wording.effective_on,
        gettext("有效期的最后一天不能早于施行日期，请核对。"),
        "ends_before_effective",
    )
    if rule.shown:
        check_public(step, text)
    kept = None
    if wording.file is not None:
        step.require(
            wording.file.file_class == _class_for(rule.shown).value, gettext("附件存放的类别不对，请重新上传。"), "file_class"
        )
        kept = files.keep(wording.file, wording.file_type)
    last = rule.versions.order_by("-number").first()
    version = RuleVersion(
        rule=rule,
        number=last.number + 1 if last else 1,
        document_number=wording.document_number.strip(),
        issued_on=wording.issued_on,
        effective_on=wording.effective_on,
        repealed_on=wording.ends_on,
        repeal_basis=gettext("有效期届满") if wording.ends_on else "",
        text=text,
        file=kept,
        file_name=wording.file_name[-200:] if kept else "",
    )
    version.content_hash = content_hash(rule, version)
    return step.add(version)


def content_hash(rule: Rule, version: RuleVersion) -> str:
    """What a version says: title, number, dates, text and the file's hash; not when it ends, which comes later."""
    return canonical.digest(
        {
            "title": rule.title,
            "number": version.document_number,
            "issued_on": version.issued_on,
            "effective_on": version.effective_on,
            "text": version.text,
            "file": version.file.sha256 if version.file else None,
        }
    )


def _said(version: RuleVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "effective_on": version.effective_on,
        "ends_on": version.repealed_on,
        "hash": version.content_hash,
    }
