"""Which number of the text is which row of 表三 or 表四: applications, their results, reconsideration, litigation."""

from __future__ import annotations

import re

APPLICATION_UNITS = frozenset(("件", "条", "份", "宗", "次", "个", "起", "例", "项", "人次", "件次", "条次", "篇"))
CASE_UNITS = frozenset(("件", "起", "宗", "例", "次", "个", "条", "项", "件次"))

# What an application can be for besides information: these numbers belong to other work of the office.
_OTHER_WORK = re.compile(
    r"许可|救助|补贴|低保|贷款|审批|立项|信访|投诉|咨询|留言|网民|提案|建议|热线|工单|信箱|邮箱|问政|办件|补正|撤回|"
    r"法律援助|听证|"
    r"专利|商标|仲裁|强制执行|公证|保险|认定|资金|延期|复议|诉讼|信件|来信|来访|服务事项|政务服务|网上办|举报|评议|"
    r"公积金|人才|户口|培训|会议|活动|须知|讲座|宣传"
)
_EVERYONE = re.compile(
    r"(?:自然人|公民|个人)?[、和或及]?(?:企业)?法人(?:、|和|或|及|以及|或者)?(?:其他|其它)?(?:社会)?组织|社会公众|"
    r"公民"
)
_ONE_KIND = re.compile(
    r"自然人|个人|法人|企业|机构|律师|当面|网络|网上|在线|平台|信函|邮寄|邮件|传真|现场|窗口|来函|书面|线上|线下"
)
_ALL_OF_THEM = re.compile(r"共|总|合计|累计|等")
_CARRY = re.compile(r"结转|顺延|转入|转至|延至|跨年|转接|转下")
_FORWARD = re.compile(
    r"(?:结转|顺延|延|转)(?:至|到|入)?(?:下|次|明|来|20\d\d年)|(?:下一?|次|明)年度?(?:继续)?(?:办理|答复|结转)"
    r"|结转(?:下|次)|(?:至|到|入)(?:下|次|明)"
)
_OVER = re.compile(
    r"(?:上|去|往|前|前一|上一|20\d\d)年度?(?:末|底)?(?:度)?(?:结转|遗留|转入|顺延|未办结|转接)|结转(?:自|的)?(?:上|"
    r"去)一?年|(?:上|去)一?年度?结转"
)
_ANSWERED = re.compile(
    r"(?:办结|答复|办复|回复|办理完毕|处理完毕|办毕|办理答复)(?:了|完毕|完成|依申请公开|政府信息公开|信息公开|申请|"
    r"公开|事项|的|件|数量|数|总数|共计|共|为|达|：){0,8}$"
)
_NOT_ANSWERED = re.compile(
    r"延期|延长|逾期|超期|不予|撤|未|应|待|当场|拒绝|补正|告知|咨询|留言|网民|信件|热线|工单|提案|建议|信箱|纠正|"
    r"及时答复率"
)
_RESULTS = (
    ("applications_partial", re.compile(r"部分公开")),
    ("applications_denied", re.compile(r"不予公开")),
    ("applications_refused", re.compile(r"不予处理|不再处理")),
    ("applications_unable", re.compile(r"无法提供")),
    ("applications_other", re.compile(r"其他处理|其它处理")),
    ("granted", re.compile(r"(?:予以|同意|全部|准予|决定|依法)公开(?:的|了|信息|政府信息|申请|共|为|：|”){0,8}$|^公开$")),
)
_NEW_VERB = re.compile(
    r"(?:收到|接到|接收|受理|新收|收悉|登记|办理|接受|处理|承办|收取|收有)(?:了|过|的)?[^，]*(?:依申请公开|申请)[^，]*$"
)
_NEW_NOUN = re.compile(
    r"(?:依申请公开|信息公开的?申请|申请公开|公开申请|申请)(?:政府信息|信息|事项|工作|的|件|案件){0,8}[^，]{0,6}"
    r"(?:收到|受理|接收|办理|新收|接到|共有|共计|总计|合计|累计|总量|总数|数量|数|共|量|计)[^，]{0,6}$"
)
_NEW_BARE = re.compile(
    r"^(?:本?年度|本年|全年|年内|当年|今年|20\d\d年度?|[我本](?:局|乡|镇|县|市|区|委|办|厅|院|街道|单位|机关|中心)|"
    r"全[市县区镇乡省系统]{1,2}|共计|共|累计|总共|合计|新|已|，){0,8}"
    r"(?:收到|受理|接到|接收|新收|收件)(?:了|各类|共计|共|申请|合计|数|数量|为|：){0,8}$"
)
_NEW_AFTER = re.compile(
    r"^(?:有效)?(?:的)?(?:政府)?(?:信息公开|依申请公开|公开信息|公开|书面)?(?:的)?申请(?!人|费|表)|^依申请公开"
)
_NEW_AFTER_VERB = re.compile(r"(?:收到|受理|新收|接到|接收|共有|共|有)$")
_PART_OF_YEAR = re.compile(r"季度|半年|月份")
# “从申请方式看”, “按办理主体分”, “其中”: what follows divides up a total stated before.
_DIVIDED = re.compile(r"从[^，。]{2,12}(?:看|来看|上看|上说)，|按[^，。]{2,12}(?:分|划分|统计)，|^其中")

_OUTCOMES = (
    ("pending", re.compile(r"尚未审结|未审结|正在审理|审理中|未结案|尚在审理|尚未结案")),
    ("upheld", re.compile(r"维持")),
    ("corrected", re.compile(r"纠正|纠错")),
    ("other_result", re.compile(r"其他(?:结果|情形|处理)?(?:的|为)?$|其它(?:结果)?$")),
)
_TOPIC = re.compile(
    r"(?P<direct>未经复议(?:而)?直接起诉|直接起诉)|(?P<after>(?:经)?复议后(?:再)?(?:起诉|提起))|"
    r"(?P<litigation>(?:诉讼|应诉)(?:案件)?(?:申请)?)|(?P<review>复议(?!后)(?:案件)?(?:申请)?)"
    r"|(?P<other>(?:许可|救助|补贴|低保|贷款|审批|援助|听证|仲裁|保险|认定|专利|商标|公证|落户|住房|公积金|留言|"
    r"咨询)申请)|(?P<application>申请)"
)
_CASES_END = re.compile(
    r"(?:复议|诉讼|应诉|起诉)(?:案件|申请|案|情况|事项|数量|总数|件数|数|共计|共有|共|总计|合计|为|是|均|都|全部|"
    r"发生|受理|收到|办理|新收|新增|有|的|了|：|、|和){0,8}$"
)
_CASES_AFTER = re.compile(r"^(?:因?[^，]{0,10}信息公开[^，]{0,6})?(?:的)?(?:行政)?(?:复议(?!后)|诉讼)")
_CASES_VERB = re.compile(r"(?:发生|收到|被提起|提起|产生|引发|涉及|共有|有|共|新收|被申请)(?:了)?$")
_GENERAL_CASEWORK = re.compile(r"受理|审理|办理|审结|化解|承办|代理|收到|接收")
_INTERNAL = re.compile(r"信息公开|依申请|因公开|政务公开|公开类|公开引")
_GROUP_NAMES = {
    "review": "review",
    "litigation": "litigation",
    "direct": "litigation_direct",
    "after": "litigation_after_review",
}


def topic_of(head: str) -> str | None:
    """What the words so far speak of: application, review, litigation, direct, after; None where none is named."""
    last = None
    for match in _TOPIC.finditer(head):
        last = match.lastgroup
    return last


def case_names(local: str, after: str, head: str, topic: str | None, about_disclosure: bool) -> list[str]:
    """Names of a number of 复议 or 诉讼 cases: a total, an outcome, or several where the text lumps them (均为0件)."""
    if topic not in _GROUP_NAMES:
        return []
    group = _GROUP_NAMES[topic]
    for outcome, pattern in _OUTCOMES:
        if pattern.search(local) or (not local and pattern.search(after)):
            return [f"{group}_{outcome}"]
    if not _CASES_END.search(local) and not (_CASES_AFTER.match(after) and _CASES_VERB.search(local)):
        return []
    if re.search(r"撤销|败诉|胜诉|驳回|撤回|撤诉|调解|终止|出庭|培训|整改|责令|违法|建议书", local):
        return []
    if (_GENERAL_CASEWORK.search(head) or "应诉" in local) and not about_disclosure and not _INTERNAL.search(head):
        return []
    names = [f"{group}_total"]
    both = re.search(r"(复议)(?!后)[^，]*(诉讼)|(诉讼)[^，]*(复议)(?!后)", local)
    if both and group in ("review", "litigation"):
        names = ["review_total", "litigation_total"]
    if "申请、" in local and re.search(r"(?:信息公开|依申请公开)?申请、[^，]*复议", local):
        names.insert(0, "applications_new")
    return names


def application_name(local: str, after: str, head: str, topic: str | None, *, in_applications: bool) -> str | None:
    """The name of a number of applications; None where the words do not say for certain.

    `local` are the words right before the number, `after` those right behind it, `head` the sentence so far.
    `in_applications` is true under a heading about disclosure on application.
    """
    if not (in_applications or topic == "application" or "申请" in after):
        return None
    words = local or after
    if _CARRY.search(words) or (_CARRY.search(after) and not _NEW_VERB.search(local)):
        both = words if _CARRY.search(words) else after
        if _FORWARD.search(both):
            return "carried_forward"
        if _OVER.search(both):
            return "carried_over"
        return None
    if _OTHER_WORK.search(local):
        return None
    for name, pattern in _RESULTS:
        if pattern.search(words):
            return name
    if _ANSWERED.search(local) and not _NOT_ANSWERED.search(local):
        # “收到并答复申请12件” counts what came in as well as what went out.
        return "applications_new" if re.search(r"收到|受理", local) else "applications_answered"
    if not after.startswith("咨询") and _is_new(local, after, head, in_applications=in_applications):
        return "applications_new"
    return None


def _is_new(local: str, after: str, head: str, *, in_applications: bool) -> bool:
    plain = _EVERYONE.sub("", local)
    if _ONE_KIND.search(plain) and not _ALL_OF_THEM.search(plain):
        return False
    if _PART_OF_YEAR.search(plain) or _DIVIDED.search(head):
        return False
    if "依申请公开信息" in plain and not re.search(r"收到|接到|受理|办理|接收", plain):
        return False
    if re.search(r"新收(?:到|的|政府信息公开|申请){0,8}$", plain):
        return True
    if re.search(r"办结|答复|其中|应当|属于", plain):
        return False
    if _NEW_VERB.search(plain) or _NEW_NOUN.search(plain):
        return True
    if in_applications or re.search(r"(?:信息公开|依申请公开|公开信息)[^。]*$", head):
        if _NEW_BARE.search(plain) and not after:
            return True
        if _NEW_BARE.search(plain) and _NEW_AFTER.search(after):
            return True
    # “共收到20件申请” in a report on disclosure needs no more words.
    return bool(
        _NEW_AFTER.search(after) and _NEW_AFTER_VERB.search(plain) and ("公开" in after or in_applications or after == "申请")
    )


# ---- none at all: 未收到申请, 没有发生行政复议, 行政诉讼均为零

_NONE = r"(?:均未|尚未|从未|未曾|未有|没有|暂无|未|没|无)"
_NO_APPLICATION = re.compile(
    _NONE + r"(?P<mid>[^，。；：]{0,30}?)(?P<object>信息公开的?申请|依申请公开(?:政府)?(?:信息)?(?:的)?(?:申请)?"
    r"|公开(?:政府)?信息的?申请|申请公开(?:政府)?(?:信息)?|申请)(?P<tail>[^，。；、：]{0,12})"
)
_NO_VERB = re.compile(r"收到|接到|接收|受理|发生|产生|出现|办理|提出|收取|涉及|有|登记|存在|收悉|人|公民|组织")
_NO_NOT = re.compile(
    r"延期|逾期|结转|超期|不予|拒绝|重复|费|投诉|举报|信访|网络|网上|信函|当面|邮|第三方|及时|规范|按|明确|完善|主动|"
    r"落实|熟悉|建立|"
    r"正当|经|法(?!人)|严格|全面|健全|充分|效|结合|违规|不当|因|限|年度工作"
)
_NO_TAIL = re.compile(
    r"^(?:的)?(?:任何)?(?:政府)?(?:信息|事项|事件|案件|情况|案例|要求|业务|需求|办理|办件|公开|内容|材料|请求|书|"
    r"记录|现象|件|数|类|函|形|行为|的|为|等|相关|和){0,8}$"
)
_ZERO_APPLICATION = re.compile(
    r"(?:依申请公开|信息公开的?申请|申请公开|收到的?申请)(?:政府信息|信息|事项|工作|情况|数量|件数|申请|受理|数|量|"
    r"的|共|总){0,8}(?:均?为|是|：)?[“\"]?(?:零|无|0)(?:受理|申请|件|条|份|宗|例)?[”\"]?(?=[，。；、）\n]|$)"
)
_NO_CASES = re.compile(
    r"(?:均未|尚未|从未|未有|没有|暂无|未(?!经)|没|无)(?P<mid>[^，。；：]{0,40}?)(?P<object>复议(?!后)|"
    r"诉讼)(?P<tail>[^，。；]{0,24})"
)
_CASES_START = re.compile(
    r"^(?:发生|收到|出现|产生|有|被|因|由|涉|存在|接到|引发|公民|政府|依|行政|提|任何|申请|受理|关于|与|针对|引起|"
    r"办理|信息|接收|过|相关|新|人|收|$)"
)
_CASES_NOT = re.compile(
    r"纠正|纠错|撤销|败诉|变更|违法|维持|超期|责令|确认|判决|渠道|权利|途径|能力|整改|驳回|尚未审结|应诉|告知|逾期|"
    r"后果"
)
_ZERO_CASES = re.compile(
    r"(?P<first>复议(?!后)|诉讼)(?:案件|申请|情况|数量|件数|案|数){0,8}(?:[、和及或与]|以及)?(?P<second>行政诉讼|诉讼|"
    r"行政复议|复议)?(?:案件|申请|情况|数量|案|数){0,8}(?:均|都)?(?:为|是|：)?(?:零|无|0(?!\d|件|起|宗|例|"
    r"次))(?=[，。；、）\n件起]|$)"
)
_CARRIED_NONE = re.compile(
    _NONE
    + r"[^，。；：]{0,6}(?:上|去)一?年度?结转[^，。；]{0,16}|"
    + _NONE
    + r"[^，。；：]{0,6}结转(?:至|到)?(?:下|次)一?年度?[^，。；]{0,12}"
)


def none_at_all(text: str) -> list[tuple[str, int, int]]:
    """(name, start, end) of every statement in a sentence that there was no application, reconsideration or litigation."""
    found: list[tuple[str, int, int]] = []
    if "申请" in text:
        for match in _NO_APPLICATION.finditer(text):
            mid, tail = match["mid"], match["tail"]
            if text[match.start() : match.start() + 2] == "无法" or _NO_NOT.search(mid) or not _NO_TAIL.match(tail):
                continue
            if mid and not _NO_VERB.search(mid) and match["object"] == "申请":
                continue
            if not mid and text[match.start()] == "未" and text[match.start() + 1] not in "有曾":
                continue
            if _PART_OF_YEAR.search(text, max(0, match.start() - 60), match.start()):
                continue
            if re.search(r"复议|诉讼|结转", mid + tail):
                if "复议" in mid or "诉讼" in mid or "结转" in mid:
                    continue
            elif _OTHER_WORK.search(mid):
                continue
            if text.startswith("行政复议", match.end("object")):
                continue
            found.append(("applications_new", match.start(), match.end()))
            break
        else:
            zero = _ZERO_APPLICATION.search(text)
            if zero and zero.group().rstrip("，。；、")[-1:] not in "条":
                found.append(("applications_new", zero.start(), zero.end()))
    if "复议" in text or "诉讼" in text:
        found.extend(_no_cases(text))
    if "结转" in text:
        for match in _CARRIED_NONE.finditer(text):
            name = "carried_over" if re.search(r"(?:上|去)一?年", match.group()) else "carried_forward"
            found.append((name, match.start(), match.end()))
    return found


def _no_cases(text: str) -> list[tuple[str, int, int]]:
    names: dict[str, tuple[int, int]] = {}
    for match in _NO_CASES.finditer(text):
        mid, tail = match["mid"], match["tail"]
        if _CASES_NOT.search(mid) or _CASES_NOT.search(tail) or not _CASES_START.match(mid):
            continue
        whole = match["object"] + tail
        for word, name in (("复议", "review_total"), ("诉讼", "litigation_total")):
            if re.search(word + "(?!后)", whole):
                names.setdefault(name, match.span())
    for match in _ZERO_CASES.finditer(text):
        for word in (match["first"], match["second"] or ""):
            if word:
                names.setdefault("review_total" if "复议" in word else "litigation_total", match.span())
    return [(name, *span) for name, span in names.items()]
