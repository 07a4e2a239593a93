"""The acts on catalogues as forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.catalogue.forms import (
    CopyForm,
    DomainForm,
    DomainsForm,
    ExplainForm,
    MatterForm,
    MoveForm,
    OpenForm,
    ReasonForm,
    SubmitForm,
    initial,
)
from gongkai.desk.catalogue.seen import (
    address,
    agency_seen,
    catalogue_seen,
    crumbs,
    home_of,
    matter_seen,
    may_change,
    version_seen,
)
from gongkai.desk.forms import ActScreen
from gongkai.desk.here import Here
from gongkai.records.accounts.roles import CATALOGUE_EDIT, DECISIONS_ASK
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.acts import Done
from gongkai.records.catalogue import bringing, drafts, samples, services
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Matter, VersionState
from gongkai.records.catalogue.rows import row_of
from gongkai.records.catalogue.selectors import deciders, in_force_of_all

Plain = forms.Form


class _OnAgency(ActScreen):
    versioned = False
    help_topic = "catalogue"

    def load(self, here: Here, **address: Any) -> Agency:
        return agency_seen(here, address["identity"])

    def may(self, here: Here, subject: Agency) -> bool:
        return here.can(CATALOGUE_EDIT, subject)

    def crumbs(self, here: Here, subject: Agency) -> Sequence[tuple[str, str]]:
        return crumbs(subject)

    def next(self, here: Here, subject: Agency, done: Done) -> str:
        return reverse("desk:catalogue-version", args=[done.result["version"]])


class Open(_OnAgency):
    """A new catalogue."""

    name, title, form = "catalogue.open", gettext_lazy("建立公开目录"), OpenForm
    submit, done = gettext_lazy("建立"), gettext_lazy("目录已建立，现在可以编制。")

    def initial(self, here: Here, subject: Agency) -> dict[str, Any]:
        name = subject.name.removesuffix("人民政府")
        return {"title": gettext("%(name)s基层政务公开标准目录") % {"name": name}}

    def build(self, here: Here, subject: Agency, form: forms.Form) -> None:
        if drafts.superior(subject)[1] is None:
            del form.fields["take_over"]

    def context(self, here: Here, subject: Agency) -> dict[str, Any]:
        if drafts.superior(subject)[1] is None:
            said = gettext("没有可以承接的上级目录。先建立草稿，再加入样例、导入表格，或者逐项增加。")
        else:
            said = gettext("承接上级目录可以少填大半：本层级的事项全部带入，再按本单位实际调整。")
        return {"about": said}

    def act(self, here: Here, subject: Agency, data: dict[str, Any], **call: Any) -> Done:
        call["expected_version"] = None
        return services.open_catalogue(subject.pk, data["title"], data.get("take_over", False), **call)


class Draft(ActScreen):
    """A revision of the version in force."""

    name, title, form = "catalogue.draft", gettext_lazy("新建修订版"), Plain
    submit, done = gettext_lazy("新建"), gettext_lazy("修订版已建立，内容与现行版相同。")
    why = gettext_lazy("修订版从现行版的内容开始；审定施行前，现行版一直有效。")
    help_topic = "catalogue"

    def load(self, here: Here, **address: Any) -> Catalogue:
        return catalogue_seen(here, address["identity"])

    def may(self, here: Here, subject: Catalogue) -> bool:
        return here.can(CATALOGUE_EDIT, subject.agency)

    def crumbs(self, here: Here, subject: Catalogue) -> Sequence[tuple[str, str]]:
        return crumbs(subject.agency)

    def act(self, here: Here, subject: Catalogue, data: dict[str, Any], **call: Any) -> Done:
        return services.start_draft(subject.pk, **call)

    def next(self, here: Here, subject: Catalogue, done: Done) -> str:
        return reverse("desk:catalogue-version", args=[done.result["version"]])


class _OnVersion(ActScreen):
    # Two officers may work on different matters of one draft: each act checks what it changes.
    versioned = False
    help_topic = "catalogue"

    def load(self, here: Here, **address: Any) -> CatalogueVersion:
        return version_seen(here, address["identity"])

    def may(self, here: Here, subject: CatalogueVersion) -> bool:
        return may_change(here, subject)

    def crumbs(self, here: Here, subject: CatalogueVersion) -> Sequence[tuple[str, str]]:
        return crumbs(subject.catalogue.agency, subject)

    def next(self, here: Here, subject: CatalogueVersion, done: Done) -> str:
        return address(subject)


class Add(_OnVersion):
    """A matter of the agency's own."""

    name, title, form = "catalogue.add", gettext_lazy("增加事项"), MatterForm
    submit, done = gettext_lazy("增加"), gettext_lazy("事项已增加。")

    def initial(self, here: Here, subject: CatalogueVersion) -> dict[str, Any]:
        return {"audience": "public", "manner": "proactive", "subject": subject.catalogue.agency.name}

    def build(self, here: Here, subject: CatalogueVersion, form: forms.Form) -> None:
        del form.fields["reason"]

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return services.add_matter(subject.pk, data, **call)


class Absent(_OnVersion):
    """A domain that does not concern the agency."""

    name, title, form = "catalogue.absent", gettext_lazy("领域不涉及"), DomainForm
    submit, done = gettext_lazy("保存"), gettext_lazy("已保存。")
    why = gettext_lazy("不涉及的领域连同说明列在目录最后公开，该领域的事项不再要求公开。")
    template = "desk/catalogue/absent.html"

    def context(self, here: Here, subject: CatalogueVersion) -> dict[str, Any]:
        from gongkai.records.catalogue.exchange.layout import domain_name
        from gongkai.records.catalogue.selectors import absent_of

        return {"absent": [(domain_name(code), why) for code, why in absent_of(subject).items()]}

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return services.mark_not_applicable(subject.pk, data["explanation"], domain=data["domain"], **call)


class Copy(_OnVersion):
    """Matters of another agency."""

    name, title, form = "catalogue.copy", gettext_lazy("借用其他单位事项"), CopyForm
    submit, done = gettext_lazy("加入草稿"), gettext_lazy("事项已加入，请按本单位实际修改。")
    why = gettext_lazy("从其他单位现行目录复制事项；本目录已有的同名事项不变。复制后请改公开主体。")

    def build(self, here: Here, subject: CatalogueVersion, form: forms.Form) -> None:
        others = Catalogue.objects.filter(pk__in=list(in_force_of_all())).exclude(pk=subject.catalogue_id)
        named = others.select_related("agency").order_by("agency__name")
        form.fields["other"].choices = [(str(c.pk), c.agency.name) for c in named]  # type: ignore[attr-defined]

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return bringing.copy_from(subject.pk, UUID(data["other"]), data["domains"], **call)


class Samples(_OnVersion):
    """The shipped samples."""

    name, title, form = "catalogue.samples", gettext_lazy("加入样例"), DomainsForm
    submit, done = gettext_lazy("加入草稿"), gettext_lazy("样例已加入，请逐项按本地实际调整后删去备注。")
    why = gettext_lazy(
        "26 个领域常见的公开事项，供起步使用。样例，须按本地实际调整：事项、依据、时限以国家和省市的领域标准指引为准。"
    )

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return bringing.add_samples(subject.pk, data["domains"], **call)


class Refresh(_OnVersion):
    """The superior's newer version."""

    name, title, form = "catalogue.refresh", gettext_lazy("承接上级更新"), Plain
    submit, done = gettext_lazy("承接"), gettext_lazy("已承接上级现行目录的更新。")
    why = gettext_lazy(
        "未调整的事项随上级改，新事项加入，已写明理由的调整保留；上级已取消的转为本单位自有。下面是将要发生的变化。"
    )
    template = "desk/catalogue/refresh.html"

    def context(self, here: Here, subject: CatalogueVersion) -> dict[str, Any]:
        from gongkai.desk.catalogue.overview import said_changes

        planned = bringing.plan_refresh(subject)
        if planned is None:
            return {"plan": None}
        plan, above, source = planned
        return {"plan": plan, "changes": said_changes(plan.changed), "above": above, "source": source}

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return bringing.refresh_from_above(subject.pk, **call)


class Submit(_OnVersion):
    """To a leader."""

    name, title, form = "catalogue.submit", gettext_lazy("报送审定"), SubmitForm
    submit, done = gettext_lazy("报送"), gettext_lazy("已报送，等待审定。领导不登录的，请点“签批进度和一次性链接”。")
    why = gettext_lazy(
        "报送后内容固定，领导审定的就是这一稿；审定并到施行日期后公开。内容、依据、时限、主体、渠道不全的不能报送。"
    )

    def may(self, here: Here, subject: CatalogueVersion) -> bool:
        return may_change(here, subject) and here.can(DECISIONS_ASK, subject.catalogue.agency)

    def initial(self, here: Here, subject: CatalogueVersion) -> dict[str, Any]:
        return {"effective_on": clock.today()}

    def build(self, here: Here, subject: CatalogueVersion, form: forms.Form) -> None:
        people = deciders(subject.catalogue.agency, here.user)
        field = form.fields["decider"]
        field.choices = [(str(p.pk), f"{p.name}（{p.post}）" if p.post else p.name) for p in people]  # type: ignore[attr-defined]
        if not people:
            field.help_text = gettext("本单位还没有审核或签发角色的人员，请联系系统管理员授权。")

    def context(self, here: Here, subject: CatalogueVersion) -> dict[str, Any]:
        many = subject.matters.filter(note=samples.NOTICE).count()
        said = gettext("还有 %(many)d 项的备注是“%(notice)s”，会随目录公开。请先逐项核对，改好的删去备注。")
        return {"about": said % {"many": many, "notice": samples.NOTICE}} if many else {}

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return services.submit(subject.pk, UUID(data["decider"]), data["effective_on"], data["due"], **call)

    def next(self, here: Here, subject: CatalogueVersion, done: Done) -> str:
        return home_of(subject.catalogue.agency)


class Withdraw(_OnVersion):
    """Back from the leader's table."""

    name, title, form = "catalogue.withdraw", gettext_lazy("撤回修改"), Plain
    submit, done = gettext_lazy("撤回"), gettext_lazy("已撤回，可以继续修改。")
    why = gettext_lazy("撤回后领导的待办和已发出的一次性链接同时失效，改好后须重新报送。")

    def may(self, here: Here, subject: CatalogueVersion) -> bool:
        agency = subject.catalogue.agency
        waiting = subject.state == VersionState.WAITING
        return waiting and here.can(CATALOGUE_EDIT, agency) and here.can(DECISIONS_ASK, agency)

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return services.withdraw(subject.pk, **call)


class Drop(_OnVersion):
    """A draft given up."""

    name, title, form = "catalogue.drop", gettext_lazy("作废本稿"), ReasonForm
    submit, done, danger = gettext_lazy("作废"), gettext_lazy("本稿已作废。"), True
    why = gettext_lazy("作废后不能恢复，仍可查阅；现行版不受影响。")

    def act(self, here: Here, subject: CatalogueVersion, data: dict[str, Any], **call: Any) -> Done:
        return services.drop(subject.pk, data["reason"], **call)

    def next(self, here: Here, subject: CatalogueVersion, done: Done) -> str:
        return home_of(subject.catalogue.agency)


class _OnMatter(ActScreen):
    versioned = False
    help_topic = "catalogue"

    def load(self, here: Here, **address: Any) -> Matter:
        return matter_seen(here, address["identity"])

    def may(self, here: Here, subject: Matter) -> bool:
        return may_change(here, subject.version)

    def crumbs(self, here: Here, subject: Matter) -> Sequence[tuple[str, str]]:
        matter = (f"{subject.level1} {subject.level2}".strip(), reverse("desk:catalogue-matter", args=[subject.pk]))
        return [*crumbs(subject.version.catalogue.agency, subject.version), matter]

    def next(self, here: Here, subject: Matter, done: Done) -> str:
        return reverse("desk:catalogue-matter", args=[subject.pk])


class Change(_OnMatter):
    """Other values for a matter."""

    name, title, form = "catalogue.change", gettext_lazy("修改事项"), MatterForm
    submit, done = gettext_lazy("保存"), gettext_lazy("已保存。")

    def initial(self, here: Here, subject: Matter) -> dict[str, Any]:
        return initial(row_of(subject))

    def build(self, here: Here, subject: Matter, form: forms.Form) -> None:
        if subject.inherited_key is None:
            del form.fields["reason"]

    def act(self, here: Here, subject: Matter, data: dict[str, Any], **call: Any) -> Done:
        return services.change_matter(subject.version_id, subject.key, data, **call)


class MarkMatter(_OnMatter):
    """A matter that does not concern the agency."""

    name, title, form = "catalogue.mark", gettext_lazy("事项不涉及"), ExplainForm
    submit, done = gettext_lazy("保存"), gettext_lazy("已保存。")

    def initial(self, here: Here, subject: Matter) -> dict[str, Any]:
        return {"explanation": subject.not_applicable}

    def act(self, here: Here, subject: Matter, data: dict[str, Any], **call: Any) -> Done:
        return services.mark_not_applicable(subject.version_id, data["explanation"], subject.key, **call)


class Move(_OnMatter):
    """The order of the matters."""

    name, title, form = "catalogue.move", gettext_lazy("调整顺序"), MoveForm
    submit, done = gettext_lazy("移动"), gettext_lazy("顺序已调整。")

    def build(self, here: Here, subject: Matter, form: forms.Form) -> None:
        rows = Matter.objects.filter(version=subject.version_id).exclude(pk=subject.pk).order_by("position")
        named = [(str(key), f"{a} {b}".strip()) for key, a, b in rows.values_list("key", "level1", "level2")]
        form.fields["after"].choices = [("", gettext("（排到最前）")), *named]  # type: ignore[attr-defined]

    def act(self, here: Here, subject: Matter, data: dict[str, Any], **call: Any) -> Done:
        return services.move_matter(subject.version_id, subject.key, UUID(data["after"]) if data["after"] else None, **call)


class Remove(_OnMatter):
    """A matter of the agency's own goes."""

    name, title, form = "catalogue.remove", gettext_lazy("删除事项"), Plain
    submit, done, danger = gettext_lazy("删除"), gettext_lazy("事项已删除。"), True
    why = gettext_lazy("删除后不能恢复。承接自上级的事项不能删除，请标为不涉及。")

    def act(self, here: Here, subject: Matter, data: dict[str, Any], **call: Any) -> Done:
        return services.remove_matter(subject.version_id, subject.key, **call)

    def next(self, here: Here, subject: Matter, done: Done) -> str:
        return address(subject.version)
