"""Which acts programs may do. Every act of the records is in one of the two lists; a test sees to it."""

from __future__ import annotations

from importlib import import_module

from gongkai.records.base.acts import Act

_IN = {
    "gongkai.records.agencies.services": {
        "agencies.register": ("register", "登记单位"),
        "agencies.rename": ("rename", "单位更名"),
        "agencies.reclassify": ("reclassify", "变更单位类型、层级"),
        "agencies.move": ("move", "调整上级单位"),
        "agencies.merge": ("merge", "撤并单位"),
        "agencies.give_credit_code": ("give_credit_code", "登记统一社会信用代码"),
    },
    "gongkai.records.agencies.importing.acting": {"agencies.import_tree": ("import_tree", "导入机构树")},
    "gongkai.records.agencies.organisation_services": {
        "agencies.set_contacts": ("set_contacts", "登记联系方式"),
        "agencies.found_group": ("found_group", "成立工作小组"),
        "agencies.show_group": ("show_group", "公布或不公布工作小组"),
        "agencies.end_group": ("end_group", "撤销工作小组"),
        "agencies.add_member": ("add_member", "增加小组成员"),
        "agencies.end_member": ("end_member", "小组成员离任"),
        "agencies.set_up_post": ("set_up_post", "设立岗位"),
        "agencies.take_post": ("take_post", "到岗与交接"),
        "agencies.end_post": ("end_post", "撤销岗位"),
        "agencies.add_resource": ("add_resource", "登记保障资源"),
        "agencies.end_resource": ("end_resource", "结束保障资源"),
    },
    "gongkai.records.accounts.services": {
        "accounts.enrol": ("enrol", "建立人员账号"),
        "accounts.transfer": ("transfer", "人员调动"),
        "accounts.grant": ("grant", "授予角色"),
        "accounts.end_role": ("end_role", "结束角色"),
        "accounts.deactivate": ("deactivate", "停用账号"),
        "accounts.reactivate": ("reactivate", "启用账号"),
    },
    "gongkai.records.accounts.naming": {
        "accounts.rename": ("rename", "更改人员姓名"),
        "accounts.change_username": ("change_username", "更改用户名"),
    },
    "gongkai.records.accounts.substitution": {
        "accounts.substitute": ("arrange", "安排代理"),
        "accounts.end_substitution": ("end", "结束代理"),
        "accounts.hand_over": ("hand_over", "移交工作"),
    },
    "gongkai.records.accounts.decisions": {
        "accounts.decide": ("decide", "签批"),
    },
    "gongkai.records.accounts.remarks": {
        "accounts.remark": ("remark", "提出监督意见"),
        "accounts.answer_remark": ("answer", "回复监督意见"),
    },
    "gongkai.records.accounts.tokens": {"accounts.revoke_token": ("revoke_token", "撤销接口令牌")},
    "gongkai.records.catalogue.services": {
        "catalogue.open": ("open_catalogue", "新建公开目录"),
        "catalogue.draft": ("start_draft", "起草修订版"),
        "catalogue.add_matter": ("add_matter", "增加公开事项"),
        "catalogue.change_matter": ("change_matter", "修改公开事项"),
        "catalogue.remove_matter": ("remove_matter", "删除公开事项"),
        "catalogue.move_matter": ("move_matter", "调整公开事项次序"),
        "catalogue.mark_not_applicable": ("mark_not_applicable", "标明不涉及"),
        "catalogue.submit": ("submit", "报审目录"),
        "catalogue.withdraw": ("withdraw", "撤回报审"),
        "catalogue.drop": ("drop", "作废草稿"),
    },
    "gongkai.records.catalogue.bringing": {
        "catalogue.import_rows": ("import_rows", "导入公开事项"),
        "catalogue.copy": ("copy_from", "复制其他目录的事项"),
        "catalogue.add_samples": ("add_samples", "加入示范事项"),
        "catalogue.refresh": ("refresh_from_above", "随上级目录更新"),
    },
    "gongkai.records.catalogue.reminding": {"catalogue.confirm_month": ("confirm_month", "确认本月已公开")},
    "gongkai.records.library.services": {
        "library.make_rule": ("make_rule", "登记制度"),
        "library.new_version": ("new_version", "登记制度的新版本"),
        "library.repeal": ("repeal", "废止制度"),
        "library.go_on": ("go_on", "制度继续有效"),
        "library.show_rule": ("show_rule", "公布或不公布制度"),
    },
    "gongkai.records.library.guides": {"library.make_guide": ("make_guide", "编制公开指南")},
    "gongkai.records.accounts.importing": {"accounts.import": ("import_people", "导入人员")},
    "gongkai.records.incoming.services": {
        "incoming.open_door": ("open_door", "开放或更换二维码入口"),
        "incoming.close_door": ("close_door", "停用二维码入口"),
        "incoming.receive": ("receive", "登记来件（含照片）"),
        "incoming.take": ("take", "采用来件"),
        "incoming.decline": ("decline", "不采用来件"),
    },
}

OPEN: dict[str, tuple[str, str, str]] = {
    name: (module, attribute, summary) for module, acts in _IN.items() for name, (attribute, summary) in acts.items()
}
"""Act → module, attribute, what it is called."""

CLOSED: dict[str, str] = {
    "accounts.give_password": "passwords pass through screens only",
    "accounts.change_password": "passwords pass through screens only",
    "accounts.vouch": "people make sure of people, face to face",
    "accounts.reset_factors": "second factors are dealt with by people, face to face",
    "accounts.make_token": "a stolen token must not be able to make others",
    "accounts.make_link": "the address would be made and kept outside the product",
    "accounts.link_identity": "done by signing in at the identity provider",
    "accounts.unlink_identity": "changes how somebody signs in",
    "accounts.demand_factor": "changes how people sign in",
    "accounts.lift_demand": "weakens how people sign in",
    "accounts.ask_decision": "asked by the act that submits a record, which checks that it is complete",
    "agencies.open_site": "belongs to the operator of the installation",
    "catalogue.file_booklet": "done by a job, with files",
    "catalogue.remind_month": "done by a job",
    "catalogue.remind_above": "done by a job",
    "library.remind_guide": "done by a job",
    "library.remind_end": "done by a job",
}
"""Act → why programs may not."""

LEFT_OUT: dict[str, frozenset[str]] = {
    "accounts.enrol": frozenset({"password"}),
    "accounts.import": frozenset({"encoded"}),
    "agencies.import_tree": frozenset({"file", "sha256"}),
}
"""Act → arguments that programs do not give: passwords, and which file something was read from."""


def act_of(name: str) -> Act:
    """The open act of this name."""
    module, attribute, _ = OPEN[name]
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Act) and found.name == name
    return found
