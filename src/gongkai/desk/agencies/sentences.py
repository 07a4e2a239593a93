"""What acts on agencies and decisions did, for the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongkai.desk.trail import say, say_from_elsewhere, say_of
from gongkai.records.accounts.models import Means, Outcome
from gongkai.records.agencies.models import GroupKind, Kind, Level, MemberRole, ResourceKind

say("agencies.register", _("登记设立“{name}”（{kind}，{level}），自 {since} 起"), {"kind": Kind, "level": Level})
say("agencies.rename", _("更名为“{name}”，自 {since} 起"))
say("agencies.reclassify", _("类型改为{kind}、层级改为{level}，自 {since} 起"), {"kind": Kind, "level": Level})
say("agencies.move", _("上级单位改为“{parent}”，自 {since} 起"))
say("agencies.merge", _("撤并，自 {since} 起，由“{into}{took_over}”承接或移交"))
say("agencies.open_site", _("开设站点“{name}”（{host}）"))
say("agencies.give_credit_code", _("统一社会信用代码登记为 {code}"))
say("agencies.import_tree", _("批量导入 {imported} 个单位"))
say("agencies.set_contacts", _("更新联系信息，自 {since} 起"))
say("agencies.found_group", _("成立{kind}“{name}”，自 {since} 起"), {"kind": GroupKind})
say("agencies.show_group", _("调整是否对外公布"))
say("agencies.end_group", _("小组撤销，至 {until} 止：{reason}"))
say("agencies.add_member", _("增加{role}，自 {since} 起"), {"role": MemberRole})
say("agencies.end_member", _("一名成员离任，至 {until} 止"))
say("agencies.set_up_post", _("设立岗位“{name}”，自 {since} 起"))
say("agencies.take_post", _("到岗接任，自 {since} 起，交接 {handed_over} 项"))
say("agencies.end_post", _("岗位撤销，至 {until} 止"))
say("agencies.add_resource", _("登记{kind}“{name}”，自 {since} 起"), {"kind": ResourceKind})
say("agencies.end_resource", _("结束使用，至 {until} 止"))

say_from_elsewhere("accounts.decision", _("报送，请“{asked}”签批"))
say_of("catalogue.withdraw", "accounts.decision", _("报送人撤回，不再等待签批"))
say("accounts.ask_decision", _("请“{asked}”签批"))
say("accounts.make_link", _("生成一次性链接，有效至 {link_until}"))
say("accounts.decide", _("签批：{outcome}（{means}）"), {"outcome": Outcome, "means": Means})
