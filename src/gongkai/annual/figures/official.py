"""Which number of the text is a row of 表二: normative documents, decisions, fees; and the processing fee of part 六."""

from __future__ import annotations

import re

DOCUMENT_UNITS = frozenset(("件", "个", "份", "部", "项", "条", "篇"))
DECISION_UNITS = frozenset(("件", "起", "宗", "例", "项", "次", "条", "个", "份", "件次"))

_NORMATIVE = re.compile(r"(?:行政)?规范性文件")
_ISSUED = re.compile(
    r"(?:制发|制定|新制定|印发|出台|制作|新出台|制定出台|制定印发)(?:并公开|并发布|了|"
    r"的)?[^，、]{0,8}规范性文件(?:共计|共|为|数|：|的){0,8}$|规范性文件(?:本年)?(?:新)?(?:制发|制定)(?:数|件数|数量|了|"
    r"共|：){0,8}$"
)
_ABOLISHED = re.compile(r"(?:废止|宣布失效)(?:了|的|行政|规范性文件|件数|数|共|：){0,8}$")
_IN_FORCE = re.compile(r"现行有效(?:的|行政|规范性文件|件数|数|共|为|：){0,8}$|规范性文件(?:现行有效)(?:共|为|：){0,8}$")
_DECISION = re.compile(
    r"(?:行政)?(?P<kind>许可|处罚|强制)(?:处理)?(?P<decision>决定|案件)?(?:书|数量|总数|数|共计|共|为|：){0,8}$"
)
_DECISION_VERB = re.compile(r"作出|做出|办理|处理|实施|办结|共|处理决定")
_DECISION_NOT = re.compile(r"公开|公示|发布|信息|事项|清单|目录|结果|上传|归集|平台|网站|复议|诉讼|其中")
_DECISIONS = {"许可": "licensing", "处罚": "penalty", "强制": "coercion"}

_FEE = re.compile(r"信息处理费|处理费|依申请公开[^，。]{0,8}费")
_ADMIN_FEE = re.compile(r"行政事业性收费|行政事业收费")
_NO_FEE = re.compile(
    r"(?:均未|未|没有|没|无|不|零|免)(?P<mid>[^，。；：]{0,14}?)(?:信息处理费|处理费)(?P<tail>[^，。；]{0,10})"
    r"|(?:信息处理费|处理费)(?:收取|收费)?(?:情况|金额|数额)?(?:均)?(?:为|：|是)?(?:未收取|没有收取|未产生|无|零|"
    r"0(?!\.?\d|元|万))(?=[，。；）\n收]|元?$|$)"
    r"|(?:信息处理费|处理费)(?:均)?(?:未|没有)(?:收取|发生|产生)"
    r"|(?:未|没有|不)(?:向[^，。；]{0,12})?收取(?:过)?(?:任何|申请人)?(?:任何)?(?:信息公开|政府信息公开|"
    r"依申请公开)?(?:相关|有关)?费用"
)
_NO_FEE_MID = re.compile(r"收取|收到|发生|产生|涉及|存在|收费|有|^(?:政府信息公开|依申请公开|政府|信息公开|任何|相关){0,8}$")
_NO_FEE_NOT = re.compile(r"缴纳|按时|按期|及时|规范|超|违规|逾期|标准|含|包括|少|办法|规定|仅|足|得|予|全额")
_NO_FEE_TAIL = re.compile(r"管理办法|办法|标准|制度|规定|不予|收费标准")


def document_name(local: str, head: str) -> str | None:
    """normative_issued, normative_abolished or normative_in_force; None where it counts something else (公开, 备案, 解读)."""
    if not _NORMATIVE.search(head):
        return None
    if _IN_FORCE.search(local):
        return "normative_in_force"
    if _ABOLISHED.search(local) and "失效和" not in local:
        return "normative_abolished"
    if _ISSUED.search(local):
        return "normative_issued"
    return None


def decision_name(local: str) -> str | None:
    """licensing, penalty or coercion where decisions are counted; the number of published ones is another thing."""
    match = _DECISION.search(local)
    if match is None or _DECISION_NOT.search(local):
        return None
    if not match["decision"] and not _DECISION_VERB.search(local):
        return None
    return _DECISIONS[match["kind"]]


def fee_name(local: str, head: str) -> str | None:
    """fee_yuan for the processing fee of applications, admin_fee_yuan for 行政事业性收费."""
    admin = [m.start() for m in _ADMIN_FEE.finditer(head)]
    own = [m.start() for m in _FEE.finditer(head)]
    if own and (not admin or own[-1] > admin[-1]):
        return "fee_yuan"
    if admin and re.search(r"收费|收取|金额|共|为|收入", local):
        return "admin_fee_yuan"
    return None


def no_fee(text: str) -> tuple[int, int] | None:
    """Where a sentence says that no processing fee was charged; None where it does not."""
    if "费" not in text:
        return None
    for match in _NO_FEE.finditer(text):
        mid = match["mid"]
        if mid is not None:
            if _NO_FEE_NOT.search(mid) or not _NO_FEE_MID.search(mid) or _NO_FEE_TAIL.search(match["tail"] or ""):
                continue
            if match.group()[0] in "不零免" and "收" not in mid:
                continue
        return match.span()
    return None
