"""Sentences as hundreds of offices write them (made up), and the figures they state."""

from __future__ import annotations

import pytest

from gongkai.annual.figures import extract

YEAR = 2023
APPLICATIONS = "（二）依申请公开情况\n"

# sentence → {name: value}; a value in a tuple with "~" is approximate; a list where a name comes more than once.
ABOUT = "~"
CASES: list[tuple[str, dict[str, object]]] = [
    # ---- proactive disclosure, the total
    ("全年主动公开政府信息共计1,234条。", {"proactive_total": 1234}),
    ("2023年，青溪镇主动公开政府信息218条。", {"proactive_total": 218}),
    ("2023年度，我局累计主动公开各类政府信息1.2万条。", {"proactive_total": 12000}),
    ("我乡全年共发布政务信息三百二十条。", {"proactive_total": 320}),
    ("本年度主动公开政府信息８６条。", {"proactive_total": 86}),
    ("主动公开政府信息约500条。", {"proactive_total": (500, ABOUT)}),
    ("全年主动公开信息400多条。", {"proactive_total": (400, ABOUT)}),
    ("今年以来，我局主动公开政府信息近300条。", {"proactive_total": (300, ABOUT)}),
    ("主动公开政府信息总数为96条。", {"proactive_total": 96}),
    ("主动公开信息数量达到1 024条。", {"proactive_total": 1024}),
    ("2023年公开政府信息共412条（次）。", {"proactive_total": 412}),
    ("全县主动公开政府信息12，300条。", {"proactive_total": 12300}),
    ("依托县政府门户网站，共主动公开政府信息300条。", {"proactive_total": 300}),
    ("截至2023年12月31日，我镇共主动公开政府信息132条。", {"proactive_total": 132}),
    ("通过政府网站、微信公众号、公示栏等渠道主动公开政府信息1200条。", {"proactive_total": 1200}),
    ("在县政府网站主动公开政府信息77条。", {"proactive_total": 77}),
    ("全年对外公开各类政府信息共计66篇。", {"proactive_total": 66}),
    ("2023年信息公开总量520条。", {"proactive_total": 520}),
    ("全年累计更新发布政府信息245条。", {"proactive_total": 245}),
    ("主动公开政府信息数：119条。", {"proactive_total": 119}),
    ("主动公开政府信息（不含转载）88件。", {"proactive_total": 88}),
    ("本单位主动公开政府信息100—200条。", {"proactive_total": (100, ABOUT)}),
    ("主动公开政府信息35条，较上年增加5条。", {"proactive_total": 35}),
    ("主动公开政府信息35条，同比增长16.7%。", {"proactive_total": 35}),
    ("今年共主动公开政府信息1500余条。", {"proactive_total": (1500, ABOUT)}),
    ("主动公开政府信息600条左右。", {"proactive_total": (600, ABOUT)}),
    ("主动公开政府信息超过900条。", {"proactive_total": (900, ABOUT)}),
    ("2023年，柳河县各级行政机关主动公开政府信息2.35万条。", {"proactive_total": 23500}),
    # ---- what is not the total
    ("发布疫情防控信息30条。", {}),
    ("主动公开会议纪要12份。", {}),
    ("开设政务公开专栏5个。", {}),
    ("梳理公开事项120项。", {}),
    ("计划主动公开政府信息500条。", {}),
    ("自2018年以来累计公开信息5000条。", {}),
    ("网站开通以来，共发布信息9000条。", {}),
    ("每周发布信息不少于5条。", {}),
    ("根据《2022年政务公开工作要点》第十二条要求开展工作。", {}),
    ("落实三项制度，做到两个到位。", {}),
    ("统一社会信用代码公示1次。", {}),
    # ---- electronic
    ("其中电子化公开的信息数为83条。", {"proactive_electronic": 83}),
    ("主动公开信息150条，以电子形式公开140条。", {"proactive_total": 150, "proactive_electronic": 140}),
    # ---- channels
    (
        "主动公开政府信息360条，其中通过门户网站公开200条，微信公众号公开120条，微博公开40条。",
        {"proactive_total": 360, "website": 200, "wechat_account": 120, "weibo": 40},
    ),
    ("通过政府网站公开信息48条，通过微信公众号发布信息37条。", {"website": 48, "wechat_account": 37}),
    ("“清泉发布”微信公众号推送信息256条。", {"wechat_account": 256}),
    ("官方微博发布信息90余条。", {"weibo": (90, ABOUT)}),
    ("抖音号发布短视频25个。", {"douyin": 25}),
    ("利用抖音平台发布作品12条。", {"douyin": 12}),
    ("通过短信、微信工作群发送信息800余条。", {"sms_wechat_groups": (800, ABOUT)}),
    ("通过村务公开栏张贴信息260份。", {"boards_led": 260}),
    ("利用LED显示屏播放信息四十条。", {"boards_led": 40}),
    ("在今日头条发布信息31条。", {"other_channel": 31}),
    ("视频号发布信息18条。", {"other_channel": 18}),
    ("在县政务公开网发布信息65条。", {"website": 65}),
    ("微信公众平台推送图文信息112期。", {"wechat_account": 112}),
    (
        "全年主动公开信息500条，其中网站300条、微信公众号150条、抖音50条。",
        {"proactive_total": 500, "website": 300, "wechat_account": 150, "douyin": 50},
    ),
    ("政府网站发布政策解读12条。", {"interpretations": 12}),
    ("微信公众号收到留言30条。", {}),
    ("运营政务微信公众号2个。", {}),
    ("抽查政府网站12次。", {}),
    ("检查政务新媒体账号36个。", {}),
    ("门户网站访问量3万余次。", {}),
    # ---- items
    (
        "共公开信息100条，其中社会救助40条、应急管理35条、财政资金25条。",
        {"proactive_total": 100, "proactive_items": [40, 35, 25]},
    ),
    (
        "2023年主动公开政府信息90条。其中：机构职能类10条，政策文件类30条，财政预决算类50条。",
        {"proactive_total": 90, "proactive_items": [10, 30, 50]},
    ),
    (
        "全年共发布政府信息60条，包括：工作动态30条；通知公告20条；其他10条。",
        {"proactive_total": 60, "proactive_items": [30, 20, 10]},
    ),
    (
        "主动公开政府信息50条（其中民生实事30条、乡村振兴20条）。",
        {"proactive_total": 50, "proactive_items": [30, 20]},
    ),
    # ---- readers
    ("微信公众号关注人数达2305人。", {"followers": 2305}),
    ("公众号粉丝数1.2万。", {"followers": 12000}),
    ("“青溪在线”粉丝量突破8000人。", {"followers": (8000, ABOUT)}),
    ("订阅用户3560户。", {"followers": 3560}),
    ("公众号现有关注用户640人。", {"followers": 640}),
    # ---- trainings and activities
    ("组织业务培训3次，参训120人次。", {"trainings": 3}),
    ("全年举办政务公开培训班两期。", {"trainings": 2}),
    ("开展政府信息公开专题培训会4场。", {"trainings": 4}),
    ("召开培训会议1次。", {"trainings": 1}),
    ("举办“政府开放日”活动2场。", {"activities": 2}),
    ("开展政务公开宣传活动6次。", {"activities": 6}),
    ("召开新闻发布会5场。", {}),
    ("制作政策解读材料12篇。", {"interpretations": 12}),
    # ---- applications that came in
    ("全年共收到政府信息公开申请12件，办结11件，结转下年度1件。",
     {"applications_new": 12, "applications_answered": 11, "carried_forward": 1}),
    ("共受理依申请公开0件。", {"applications_new": 0}),
    ("2023年，我局收到依申请公开政府信息申请三十二件。", {"applications_new": 32}),
    ("今年我镇收到公民政府信息公开申请两件。", {"applications_new": 2}),
    ("全年新收政府信息公开申请28件，上年结转3件。", {"applications_new": 28, "carried_over": 3}),
    ("共收到公民、法人和其他组织政府信息公开申请17件，均按时答复。", {"applications_new": 17}),
    ("2023年度收到信息公开申请5份。", {"applications_new": 5}),
    ("依申请公开共受理15件，已全部办结。", {"applications_new": 15}),
    ("政府信息公开申请数量为9件。", {"applications_new": 9}),
    ("我局共办理依申请公开事项7件。", {"applications_new": 7}),
    ("2023年，全市共受理政府信息公开申请1,119件，答复1,050件。", {"applications_new": 1119, "applications_answered": 1050}),
    ("共收到6件政府信息公开申请，全部在法定期限内答复。", {"applications_new": 6}),
    ("收到申请公开政府信息4宗。", {"applications_new": 4}),
    (APPLICATIONS + "2023年共受理12件，办结12件。", {"applications_new": 12, "applications_answered": 12}),
    (APPLICATIONS + "全年共收到申请8件，其中自然人6件、企业2件。", {"applications_new": 8}),
    ("通过网络平台、信函等方式共收到政府信息公开申请21件。", {"applications_new": 21}),
    ("全年收到申请11件，其中网上申请8件、信函申请3件。", {"applications_new": 11}),
    ("共收到政府信息公开申请10件，其中予以公开6件，部分公开1件，不予公开1件，无法提供2件。",
     {"applications_new": 10, "granted": 6, "applications_partial": 1, "applications_denied": 1, "applications_unable": 2}),
    ("共收到政府信息公开申请15件（含上年结转3件），全部办结。", {"applications_in_hand": 15, "carried_over": 3}),
    ("全年共收到政府信息公开申请15件，其中新收12件，上年结转3件。",
     {"applications_in_hand": 15, "applications_new": 12, "carried_over": 3}),
    ("上年结转2件，结转下年度继续办理4件。", {}),
    (APPLICATIONS + "上年结转2件，结转下年度继续办理4件。", {"carried_over": 2, "carried_forward": 4}),
    ("受理政府信息公开申请30件，其中2件结转至下年度办理。", {"applications_new": 30, "carried_forward": 2}),
    ("收到政府信息公开申请40件，2022年结转5件，结转2024年3件。",
     {"applications_new": 40, "carried_over": 5, "carried_forward": 3}),
    ("收到政府信息公开申请约20件。", {"applications_new": (20, ABOUT)}),
    ("收到申请公开信息20余件。", {"applications_new": (20, ABOUT)}),
    ("依申请公开：受理0件。", {"applications_new": 0}),
    ("本年度收到政府信息公开申请共计3件次。", {"applications_new": 3}),
    ("收到政府信息公开申请12件，同比增加2件，增长20%。", {"applications_new": 12}),
    ("申请公开总数为14件。", {"applications_new": 14}),
    # ---- applications that are something else
    ("依申请公开0条。", {}),
    ("收到低保申请35件。", {}),
    ("受理行政许可申请128件，办结120件。", {}),
    ("收到网民留言咨询60件，答复60件。", {}),
    ("受理12345热线工单450件，办结448件。", {}),
    ("补正申请3件。", {}),
    ("延期答复申请2件。", {}),
    ("收到行政复议申请2件。", {}),
    ("收到政府信息公开行政复议申请2件。", {"review_total": 2}),
    # ---- none at all
    ("2023年，我镇未收到政府信息公开申请。", {"applications_new": 0}),
    ("本年度我局未收到任何公民、法人或其他组织提出的政府信息公开申请。", {"applications_new": 0}),
    ("2023年没有收到依申请公开政府信息的申请。", {"applications_new": 0}),
    ("全年无依申请公开事项。", {"applications_new": 0}),
    ("2023年度我单位未接到依申请公开件。", {"applications_new": 0}),
    ("本年度未受理依申请公开业务。", {"applications_new": 0}),
    ("2023年我乡未有公民向我乡申请公开政府信息。", {"applications_new": 0}),
    ("2023年未收到申请公开政府信息的要求。", {"applications_new": 0}),
    ("没有公民、法人和其他组织提出信息公开申请。", {"applications_new": 0}),
    ("依申请公开数量为零。", {"applications_new": 0}),
    ("依申请公开情况：无。", {"applications_new": 0}),
    ("收到的申请数为0件。", {"applications_new": 0}),
    ("全年未发生依申请公开情况。", {"applications_new": 0}),
    ("未收到政府信息公开申请、行政复议和行政诉讼。", {"applications_new": 0, "review_total": 0, "litigation_total": 0}),
    ("2023年未收到过群众的依申请公开事项。", {"applications_new": 0}),
    ("没有上年结转的政府信息公开申请。", {"carried_over": 0}),
    ("无结转下年度继续办理的申请。", {"carried_forward": 0}),
    # ---- “none” of something else
    ("没有逾期答复的政府信息公开申请。", {}),
    ("未收到对政府信息公开申请答复的投诉。", {}),
    ("未及时规范办理依申请公开的情况得到纠正。", {}),
    ("没有收到申请人的异议。", {}),
    ("未设置依申请公开渠道的单位已整改。", {}),
    ("无法提供申请的信息。", {}),
    # ---- reconsideration and litigation
    ("因政府信息公开被申请行政复议3件，被提起行政诉讼1件。", {"review_total": 3, "litigation_total": 1}),
    ("政府信息公开行政复议案件5起，其中维持3起，纠正1起，其他结果1起。",
     {"review_total": 5, "review_upheld": 3, "review_corrected": 1, "review_other_result": 1}),
    ("政府信息公开行政诉讼4件，其中结果维持2件，尚未审结2件。",
     {"litigation_total": 4, "litigation_upheld": 2, "litigation_pending": 2}),
    ("行政复议、行政诉讼均为0件。", {"review_total": 0, "litigation_total": 0}),
    ("未发生因政府信息公开引起的行政复议、行政诉讼案件。", {"review_total": 0, "litigation_total": 0}),
    ("2023年没有因信息公开被提起行政诉讼。", {"litigation_total": 0}),
    ("无行政复议、行政诉讼情况。", {"review_total": 0, "litigation_total": 0}),
    ("行政复议和行政诉讼均为零。", {"review_total": 0, "litigation_total": 0}),
    ("未经复议直接起诉2件，复议后起诉1件。", {"litigation_direct_total": 2, "litigation_after_review_total": 1}),
    ("没有发生行政复议被纠正的情况。", {}),
    ("无行政诉讼败诉案件。", {}),
    ("全年审理行政复议案件120件。", {}),
    ("未经复议直接起诉的案件由法规科办理。", {}),
    ("全文包括收到和处理政府信息公开申请情况、行政复议、行政诉讼情况、其他需要报告的事项六个部分。", {}),
    # ---- 表二
    ("全年制发行政规范性文件3件，废止5件，现行有效21件。",
     {"normative_issued": 3, "normative_abolished": 5, "normative_in_force": 21}),
    ("公开规范性文件8件。", {}),
    ("作出行政处罚决定35件，行政许可决定120件。", {"penalty": 35, "licensing": 120}),
    ("公开行政处罚信息35条。", {}),
    # ---- fees
    ("全年收取信息处理费120元。", {"fee_yuan": 120}),
    ("收取政府信息公开信息处理费共计0.5万元。", {"fee_yuan": 5000}),
    ("收取信息处理费2件，金额合计360.5元。", {"fee_yuan": 360.5}),
    ("本年度未收取信息处理费。", {"fee_yuan": 0}),
    ("2023年，我局未产生政府信息公开信息处理费。", {"fee_yuan": 0}),
    ("无信息处理费收取情况。", {"fee_yuan": 0}),
    ("没有收取任何信息处理费。", {"fee_yuan": 0}),
    ("依申请公开未收取任何费用。", {"fee_yuan": 0}),
    ("信息处理费收取情况：无。", {"fee_yuan": 0}),
    ("收取信息处理费0元。", {"fee_yuan": 0}),
    ("严格执行《政府信息公开信息处理费管理办法》。", {}),
    ("申请人未按时缴纳信息处理费的，不再处理。", {}),
    ("行政事业性收费12.5万元。", {"admin_fee_yuan": 125000}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[case[0][-24:] for case in CASES])
def test_a_sentence_states_these_figures_and_no_other(sentence: str, expected: dict[str, object]) -> None:
    found: dict[str, list[tuple[float, bool]]] = {}
    for figure in extract({"1": sentence}, YEAR):
        found.setdefault(figure.name, []).append((figure.value, figure.approximate))
    wanted: dict[str, list[tuple[object, bool]]] = {}
    for name, value in expected.items():
        if isinstance(value, tuple):
            wanted[name] = [(value[0], True)]
        elif isinstance(value, list):
            wanted[name] = [(v, False) for v in value]
        else:
            wanted[name] = [(value, False)]
    assert found == wanted
