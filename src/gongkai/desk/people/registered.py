"""What the people screens bring: a line of the navigation, the kind of record, sentences of the trail, quick search."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from gongkai.desk.kinds import kind
from gongkai.desk.navigation import entry
from gongkai.desk.people.lists import may_see
from gongkai.desk.people.remarks import may_see as may_see_remarks
from gongkai.desk.trail import Labels, say, say_of, say_with
from gongkai.records.accounts.models import Factor, Remark, User
from gongkai.records.accounts.roles import Role

entry(gettext_lazy("人员"), "people:list", 70, shown=may_see, part="people:")
entry(gettext_lazy("监督意见"), "people:remarks", 75, shown=may_see_remarks, part="people:remark")
kind("accounts.user", gettext_lazy("人员"), model=User, view="people:person", related=("agency",))
kind(
    "accounts.remark",
    gettext_lazy("监督意见"),
    many=lambda ids: {
        row.pk: (row.text[:40], reverse("people:answer-remark", args=[row.pk])) for row in Remark.objects.filter(pk__in=ids)
    },
    model=Remark,
)

_ROLE: Labels = {"role": Role}
_FACTOR: Labels = {"role": Role, "factor": Factor}
say("accounts.enrol", gettext_lazy("登记，用户名 {username}，在{agency}"))
say("accounts.rename", gettext_lazy("姓名由“{before}”改为“{after}”：{reason}"))
say("accounts.change_username", gettext_lazy("用户名由“{before}”改为“{after}”：{reason}"))
say("accounts.transfer", gettext_lazy("调往{agency}"))
say("accounts.grant", gettext_lazy("授予{agency}“{role}”，期限 {since} — {until}"), _ROLE)
say("accounts.end_role", gettext_lazy("结束角色，到 {until}"))
say("accounts.deactivate", gettext_lazy("停用账号：{reason}"))
say("accounts.reactivate", gettext_lazy("恢复账号"))
say("accounts.give_password", gettext_lazy("发放初始密码"))
say("accounts.change_password", gettext_lazy("修改密码"))
say("accounts.vouch", gettext_lazy("核实本人在用账号：{how}"))
say("accounts.reset_factors", gettext_lazy("清除第二重验证：{reason}"))
say("accounts.link_identity", gettext_lazy("关联统一身份认证"))
say("accounts.unlink_identity", gettext_lazy("解除统一身份认证关联"))
say("accounts.substitute", gettext_lazy("{since} 至 {until} 由{substitute}代理：{reason}"))
say_with("accounts.substitute", "for", gettext_lazy("{since} 至 {until} 代理{for}：{reason}"))
say("accounts.end_substitution", gettext_lazy("代理改到 {until} 结束"))
say("accounts.hand_over", gettext_lazy("工作移交给{to}（待办 {tasks} 件、角色 {grants} 个）：{reason}"))
say_with("accounts.hand_over", "from", gettext_lazy("接手{from}移交的工作（待办 {tasks} 件、角色 {grants} 个）：{reason}"))
say_of("accounts.hand_over", "accounts.decision", gettext_lazy("签批由“{from}”移交给“{to}”"))
say("accounts.make_token", gettext_lazy("新建接口令牌，有效期至 {until}"))
say("accounts.revoke_token", gettext_lazy("撤销接口令牌"))
say("accounts.demand_factor", gettext_lazy("登录要求：{role} {factor}"), _FACTOR)
say("accounts.lift_demand", gettext_lazy("取消登录要求：{role}"), _ROLE)
say("accounts.import", gettext_lazy("批量导入 {people} 人、{grants} 个角色"))
say_of("accounts.import", "accounts.user", gettext_lazy("批量导入：{username}{role}，{agency}"), _ROLE)
say("accounts.remark", gettext_lazy("提出监督意见"))
say("accounts.answer_remark", gettext_lazy("回复监督意见"))
