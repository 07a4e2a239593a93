"""Act forms of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.forms import ActScreen, Upload
from gongkai.desk.here import Here
from gongkai.desk.library.forms import BasisForm, GuideForm, RepealForm, RuleForm, ShowForm, WordingForm
from gongkai.law import standard
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import AGENCIES_SEE, LIBRARY_EDIT
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.library import guides, services
from gongkai.records.library.facts import facts_on, has_guide
from gongkai.records.library.guide import compose
from gongkai.records.library.models import Rule
from gongkai.records.library.reading import check_file, text_of
from gongkai.records.library.selectors import guide_of, guides_of, rule_for
from gongkai.records.library.services import Wording


def seen_agency(user: User, agency: UUID) -> Agency:
    """An agency this person sees. NotFound otherwise."""
    found = agencies_with(user, AGENCIES_SEE).select_related("parent").filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found


def to_rules() -> tuple[str, str]:
    """The list of rules, as a crumb."""
    return gettext("制度"), reverse("desk:rules")


def wording_of(data: dict[str, Any], shown: bool) -> Wording:
    """The wording out of a clean form: the file in its class, its text read where none was typed. Raises Refused."""
    upload: Upload | None = data["file"]
    text = data["text"]
    if upload is not None:
        with files.store().open(upload.written.file_class, upload.written.sha256) as source:
            content = source.read()
        if data["read"] and not text.strip():
            text = text_of(content, upload.name)
        if shown:
            check_file(content, upload.name)
    return Wording(
        issued_on=data["issued_on"],
        effective_on=data["effective_on"],
        text=text,
        document_number=data["document_number"],
        file=services.in_class(upload.written, shown) if upload else None,
        file_name=upload.name if upload else "",
        file_type=upload.media_type if upload else "",
        ends_on=data["ends_on"],
    )


class NewRule(ActScreen):
    """A rule of the agency where one sits."""

    name, title, form = "library.make_rule", gettext_lazy("登记制度"), RuleForm
    why = gettext_lazy("登记本单位的公开工作制度。对外公布的，显示在“政府信息公开制度”栏目；其他政策文件不放在这里。")
    submit, done, versioned, help_topic = gettext_lazy("登记"), gettext_lazy("制度已登记。"), False, "library"

    def load(self, here: Here, **address: Any) -> Agency:
        return here.agency

    def may(self, here: Here, subject: Agency) -> bool:
        return here.can(LIBRARY_EDIT, subject)

    def act(self, here: Here, subject: Agency, data: dict[str, Any], **call: Any) -> Done:
        call.pop("expected_version")
        wording = wording_of(data, data["shown"])
        return services.make_rule(subject.pk, data["kind"], data["title"], wording, data["shown"], **call)

    def next(self, here: Here, subject: Agency, done: Done) -> str:
        return reverse("desk:rule", args=[done.record_id])

    def crumbs(self, here: Here, subject: Any) -> Sequence[tuple[str, str]]:
        return [to_rules()]


class OfRule(ActScreen):
    """What the forms about a rule share."""

    help_topic = "library"

    def load(self, here: Here, **address: Any) -> Rule:
        return rule_for(here.user, address["identity"])

    def may(self, here: Here, subject: Rule) -> bool:
        return here.can(LIBRARY_EDIT, subject.agency)

    def next(self, here: Here, subject: Rule, done: Done) -> str:
        return reverse("desk:rule", args=[subject.pk])

    def crumbs(self, here: Here, subject: Rule) -> Sequence[tuple[str, str]]:
        return [to_rules(), (subject.title, reverse("desk:rule", args=[subject.pk]))]


class NewVersion(OfRule):
    name, title, form = "library.new_version", gettext_lazy("登记新的版本"), WordingForm
    why = gettext_lazy("制度修订后登记新的版本。施行之日以前，原来的版本继续有效；以前的版本都保留，公众也能查到。")
    submit, done = gettext_lazy("登记新版本"), gettext_lazy("新版本已登记。")

    def act(self, here: Here, subject: Rule, data: dict[str, Any], **call: Any) -> Done:
        return services.new_version(subject.pk, wording_of(data, subject.shown), **call)


class Repeal(OfRule):
    name, title, form = "library.repeal", gettext_lazy("废止"), RepealForm
    why = gettext_lazy("废止后标明“已废止”，仍然保留并能查到。")
    submit, done, danger = gettext_lazy("废止"), gettext_lazy("废止已登记。"), True

    def act(self, here: Here, subject: Rule, data: dict[str, Any], **call: Any) -> Done:
        return services.repeal(subject.pk, data["repealed_on"], data["basis"], **call)


class GoOn(OfRule):
    name, title, form = "library.go_on", gettext_lazy("继续施行"), BasisForm
    why = gettext_lazy("取消已宣布、还没有到的废止日期。")
    done = gettext_lazy("已取消废止日期。")

    def act(self, here: Here, subject: Rule, data: dict[str, Any], **call: Any) -> Done:
        return services.go_on(subject.pk, data["basis"], **call)


class Show(OfRule):
    name, title, form = "library.show_rule", gettext_lazy("是否对外公布"), ShowForm
    keeps_draft = False

    def initial(self, here: Here, subject: Rule) -> dict[str, Any]:
        return {"shown": subject.shown}

    def act(self, here: Here, subject: Rule, data: dict[str, Any], **call: Any) -> Done:
        for version in subject.versions.all() if data["shown"] else ():
            if version.file is not None:
                with files.read(version.file) as source:
                    check_file(source.read(), version.file_name)
        return services.show_rule(subject.pk, data["shown"], **call)


class Guide(ActScreen):
    """The guide of an agency: how it stands, what it would say today, and the form that makes the next version."""

    name, title, form = "library.make_guide", gettext_lazy("政府信息公开指南"), GuideForm
    why = gettext_lazy(
        "指南由单位信息、公开目录和现行法律生成（条例第十二条）。地址、电话、办公时间或人员变了就要更新；每年至少核对一次。"
    )
    submit, done = gettext_lazy("生成新版并公布"), gettext_lazy("指南已更新，对外页面即时生效。")
    template, versioned, help_topic = "desk/library/guide.html", False, "library"

    def load(self, here: Here, **address: Any) -> Agency:
        found = seen_agency(here.user, address.get("agency") or here.agency.pk)
        if not has_guide(found):
            raise NotFound(gettext("村（居）民委员会和内设机构不单独编制指南；请在左侧切换到所属单位。"))
        return found

    def may(self, here: Here, subject: Agency) -> bool:
        return here.can(LIBRARY_EDIT, subject)

    def initial(self, here: Here, subject: Agency) -> dict[str, Any]:
        last = guide_of(subject)
        return dict(last.data.get("passages", {})) if last else {}

    def act(self, here: Here, subject: Agency, data: dict[str, Any], **call: Any) -> Done:
        call.pop("expected_version")
        return guides.make_guide(subject.pk, data, **call)

    def next(self, here: Here, subject: Agency, done: Done) -> str:
        return reverse("desk:guide-of", args=[subject.pk])

    def context(self, here: Here, subject: Agency) -> dict[str, Any]:
        facts, last = facts_on(subject), guide_of(subject)
        passages = last.data.get("passages", {}) if last else {}
        return {
            "agency": subject,
            "last": last,
            "versions": list(guides_of(subject).only("number", "made_on")[:20]),
            "due": guides.due_reason(subject, clock.today()),
            "missing": facts.missing(),
            "parts": compose(facts, passages, standard(), clock.today()),
        }
