"""Every act on an agency and its organisation, as a form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.agencies import forms
from gongkai.desk.agencies.seen import agency_seen, part_seen
from gongkai.desk.forms import ActScreen
from gongkai.desk.here import Here
from gongkai.records.accounts.models import User
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services
from gongkai.records.agencies.models import Agency, Group, GroupMember, Post, Resource
from gongkai.records.agencies.policies import MANAGE, ORGANISATION_EDIT
from gongkai.records.agencies.selectors import contacts_on
from gongkai.records.base import clock
from gongkai.records.base.acts import Done


class _OnAgency(ActScreen):
    """About an agency; `right` is asked there."""

    help_topic = "agencies"
    right = MANAGE

    def load(self, here: Here, **address: Any) -> Any:
        return agency_seen(here, address["identity"])

    def agency_of(self, subject: Any) -> Agency:
        """The agency the subject belongs to."""
        return subject

    def may(self, here: Here, subject: Any) -> bool:
        return here.can(self.right, self.agency_of(subject))

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"since": clock.today(), "until": clock.today()}

    def next(self, here: Here, subject: Any, done: Done) -> str:
        return reverse("desk:agency", args=[self.agency_of(subject).pk])

    def crumbs(self, here: Here, subject: Any) -> list[tuple[str, str]]:
        agency = self.agency_of(subject)
        return [(gettext("机构"), reverse("desk:agencies")), (agency.name, reverse("desk:agency", args=[agency.pk]))]


def _managed(here: Here, but: UUID) -> Any:
    """The agencies one manages, without one."""
    rows = agencies_with(here.user, MANAGE).filter(ended_on=None).exclude(pk=but)
    return rows.select_related("parent").order_by("name", "pk")


class Register(_OnAgency):
    name, title, form = "agencies.register", gettext_lazy("登记下级单位"), forms.RegisterForm
    submit, done = gettext_lazy("登记"), gettext_lazy("单位已登记。")
    why = gettext_lazy("登记后单位从设立日期起列入机构树，名称、类型和隶属以后的变动另行登记。")
    versioned = False

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.register(parent=subject.pk, **data, **call)

    def next(self, here: Here, subject: Any, done: Done) -> str:
        return reverse("desk:agency", args=[done.record_id])


class Rename(_OnAgency):
    name, title, form = "agencies.rename", gettext_lazy("改名"), forms.RenameForm
    submit, done = gettext_lazy("登记改名"), gettext_lazy("改名已登记。")
    why = gettext_lazy("自生效日期起用新名称；生效以前的列表和报告仍显示旧名称。")

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {**super().initial(here, subject), "name": subject.name}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.rename(subject.pk, **data, **call)


class Reclassify(_OnAgency):
    name, title, form = "agencies.reclassify", gettext_lazy("调整类型和层级"), forms.ReclassifyForm
    done = gettext_lazy("调整已登记。")

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        now = {"kind": subject.kind, "level": subject.level, "vertical": subject.vertical}
        return {**super().initial(here, subject), **now}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.reclassify(subject.pk, **data, **call)


class CreditCode(_OnAgency):
    name, title, form = "agencies.credit_code", gettext_lazy("登记统一社会信用代码"), forms.CreditCodeForm
    submit, done = gettext_lazy("保存"), gettext_lazy("代码已登记。")

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"credit_code": subject.credit_code}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.give_credit_code(subject.pk, data["credit_code"], **call)


class Move(_OnAgency):
    name, title, form = "agencies.move", gettext_lazy("调整隶属"), forms.MoveForm
    submit, done = gettext_lazy("登记调整"), gettext_lazy("隶属关系已调整。")
    why = gettext_lazy("自生效日期起隶属新的上级单位，下级单位随同调整；上一年度的汇总仍按原来的隶属关系。")

    def build(self, here: Here, subject: Any, form: Any) -> None:
        form.fields["parent"].queryset = _managed(here, subject.pk)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.move(subject.pk, data["parent"].pk, data["since"], **call)


class Merge(_OnAgency):
    name, title, form = "agencies.merge", gettext_lazy("撤并"), forms.MergeForm
    submit, done = gettext_lazy("撤并单位"), gettext_lazy("撤并已登记，下级单位由承接单位接管。")
    why = gettext_lazy("撤并不能撤回。单位自撤并日期起不再存在，下级单位由并入的单位接管；以前的记录保留在本单位名下。")
    danger = True

    def build(self, here: Here, subject: Any, form: Any) -> None:
        form.fields["into"].queryset = _managed(here, subject.pk)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return services.merge(subject.pk, data["into"].pk, data["since"], **call)


class Contacts(_OnAgency):
    name, title, form = "agencies.contacts", gettext_lazy("更新联系信息"), forms.ContactsForm
    submit, done = gettext_lazy("保存"), gettext_lazy("联系信息已更新。")
    why = gettext_lazy("公开指南和对外页面使用这些信息。只改有变化的几项，其余保持原样。")
    right = ORGANISATION_EDIT

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        now = contacts_on(subject)
        known = {name: getattr(now, name) for name in organisation.CONTACTS} if now else {}
        return {**super().initial(here, subject), **known}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        values = {name: data[name] for name in organisation.CONTACTS}
        return organisation.set_contacts(subject.pk, values, data["since"], **call)


class FoundGroup(_OnAgency):
    name, title, form = "agencies.found_group", gettext_lazy("登记小组"), forms.GroupForm
    submit, done = gettext_lazy("登记"), gettext_lazy("小组已登记，请接着增加成员。")
    right = ORGANISATION_EDIT
    versioned = False

    def build(self, here: Here, subject: Any, form: Any) -> None:
        form.fields["office_of"].queryset = subject.groups.filter(until=None)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        of, document = data.pop("office_of"), data.pop("document")
        kept = {"document": document.written, "document_type": document.media_type} if document else {}
        return organisation.found_group(subject.pk, **data, office_of=of.pk if of else None, **kept, **call)


class _OnPart(_OnAgency):
    """About a group, a post or a resource."""

    model: Any = None
    through = "agency"
    right = ORGANISATION_EDIT

    def load(self, here: Here, **address: Any) -> Any:
        return part_seen(here, self.model, address["identity"], self.through)

    def agency_of(self, subject: Any) -> Agency:
        return subject.agency


class ShowGroup(_OnPart):
    name, title, form, model = "agencies.show_group", gettext_lazy("是否对外公布"), forms.ShownForm, Group
    submit, done = gettext_lazy("保存"), gettext_lazy("已保存。")
    why = gettext_lazy("对外公布的小组，名称、成员姓名和职务显示在公开页面上。")

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"shown": subject.shown}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.show_group(subject.pk, data["shown"], **call)


class EndGroup(_OnPart):
    name, title, form, model = "agencies.end_group", gettext_lazy("撤销小组"), forms.EndGroupForm, Group
    submit, done = gettext_lazy("撤销小组"), gettext_lazy("小组已撤销，成员任职同日结束。")
    danger = True

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.end_group(subject.pk, **data, **call)


def _people_of(agency: Agency) -> list[tuple[str, str]]:
    rows = User.objects.filter(agency=agency, is_active=True).order_by("name", "pk")
    return [("", gettext("不在系统内")), *((user.actor_key, f"{user.name} {user.post}".strip()) for user in rows)]


class AddMember(_OnPart):
    name, title, form, model = "agencies.add_member", gettext_lazy("增加成员"), forms.MemberForm, Group
    submit, done = gettext_lazy("增加"), gettext_lazy("成员已增加。")

    def build(self, here: Here, subject: Any, form: Any) -> None:
        form.fields["person"].choices = _people_of(subject.agency)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.add_member(subject.pk, **data, **call)


class EndMember(_OnPart):
    name, title, form, model = "agencies.end_member", gettext_lazy("成员离任"), forms.EndForm, GroupMember
    through = "group__agency"
    submit, done = gettext_lazy("登记离任"), gettext_lazy("离任已登记。")
    versioned = False  # the act's record is the group

    def agency_of(self, subject: Any) -> Agency:
        return subject.group.agency

    def context(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"about": f"{subject.group.name} {subject.get_role_display()} {subject.name}"}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.end_member(subject.pk, data["until"], **call)


class SetUpPost(_OnAgency):
    name, title, form = "agencies.set_up_post", gettext_lazy("设立岗位"), forms.PostForm
    submit, done = gettext_lazy("设立"), gettext_lazy("岗位已设立，请接着登记到岗人员。")
    right = ORGANISATION_EDIT
    versioned = False

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.set_up_post(subject.pk, **data, **call)


class TakePost(_OnPart):
    name, title, form, model = "agencies.take_post", gettext_lazy("登记到岗和交接"), forms.TakePostForm, Post
    submit, done = gettext_lazy("登记到岗"), gettext_lazy("到岗已登记，前任的离任日期已填好。")
    why = gettext_lazy("换人时和前任逐项核对，交接事项一行一项；前任自到岗前一天离任。")

    def build(self, here: Here, subject: Any, form: Any) -> None:
        form.fields["person"].choices = _people_of(subject.agency)

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        proof = data.pop("proof")
        kept = {"proof": proof.written, "proof_type": proof.media_type} if proof else {}
        return organisation.take_post(subject.pk, **data, **kept, **call)


class EndPost(_OnPart):
    name, title, form, model = "agencies.end_post", gettext_lazy("撤销岗位"), forms.EndForm, Post
    submit, done = gettext_lazy("撤销岗位"), gettext_lazy("岗位已撤销。")
    danger = True

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.end_post(subject.pk, data["until"], **call)


class AddResource(_OnAgency):
    name, title, form = "agencies.add_resource", gettext_lazy("登记保障资源"), forms.ResourceForm
    submit, done = gettext_lazy("登记"), gettext_lazy("资源已登记。")
    right = ORGANISATION_EDIT
    versioned = False

    def initial(self, here: Here, subject: Any) -> dict[str, Any]:
        return {"since": clock.today()}

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.add_resource(subject.pk, **data, **call)


class EndResource(_OnPart):
    name, title, form, model = "agencies.end_resource", gettext_lazy("结束使用"), forms.EndForm, Resource
    submit, done = gettext_lazy("登记"), gettext_lazy("已登记。")

    def act(self, here: Here, subject: Any, data: dict[str, Any], **call: Any) -> Done:
        return organisation.end_resource(subject.pk, data["until"], **call)
