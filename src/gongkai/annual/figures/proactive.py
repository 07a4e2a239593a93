"""Which number of the text is which figure of proactive disclosure: the total, a channel, a public of readers, an event."""

from __future__ import annotations

import re

ITEM_UNITS = frozenset(
    ("条", "件", "篇", "次", "期", "份", "则", "条次", "件次", "篇次", "期次", "项", "个", "批", "部", "幅", "起")
)
EVENT_UNITS = frozenset(("次", "场", "期", "场次", "批次", "期次", "批", "个"))
PEOPLE_UNITS = frozenset(("", "人", "名", "位", "户", "个", "家"))

# Channels in the order they are looked for; a longer name stands before the shorter one it contains.
_CHANNELS = (
    ("sms_wechat_groups", re.compile(r"短信|微信群|工作群|QQ群|微信工作群|微信联系群|钉钉群")),
    ("boards_led", re.compile(r"LED|led|显示屏|电子屏|大屏|公示栏|公开栏|宣传栏|公告栏|公开墙|公示墙|展板|橱窗|公示牌")),
    (
        "wechat_account",
        re.compile(r"公众号|微信平台|微信公众平台|官方微信|微信订阅号|(?<!两)微信(?!群|小程序|视频号|工作群|联系群)"),
    ),
    ("weibo", re.compile(r"微博")),
    ("douyin", re.compile(r"抖音")),
    (
        "website",
        re.compile(
            r"网站|门户|官网|政府网|信息网|政务网|公开网|信息公开平台|公开平台|网页|网(?=(?:共|累计|发布|公开|主动|上|$))"
        ),
    ),
    (
        "other_channel",
        re.compile(
            r"今日头条|头条号?|视频号|快手|小程序|政务新媒体|新媒体(?:平台)?|客户端|APP|app|政府公报|公报|报刊|报纸|"
            r"日报|晚报|电视台?|广播(?:电台)?"
            r"|大喇叭|学习强国|融媒体(?:中心)?|触摸(?:查询)?屏|公开专区|查阅点|新闻媒体|主流媒体|媒体|简报|明白纸|"
            r"宣传单|宣传册|便民手册"
        ),
    ),
)
CHANNEL_LABEL = re.compile(
    r"网站|门户|官网|政府网|信息网|政务网|网页|微信|公众号|微博|抖音|头条|视频号|新媒体|客户端|APP|公示栏|公开栏|"
    r"宣传栏|LED|电子屏|显示屏|短信"
    r"|工作群|快手|报刊|报纸|日报|广播|电视|公报|媒体|渠道|线上|线下|小程序|平台|政务网|明白纸|宣传单|宣传册"
)
_VERB = re.compile(
    r"公开|发布|推送|转发|刊发|刊登|刊载|更新|上传|发送|编发|播放|播发|张贴|录入|推文|发文|发稿|信息|文章|稿件|视频|"
    r"图文|作品|推送"
)
_NOT_DISCLOSED = re.compile(
    r"开设|开通|建立|运维|运营|关停|注销|备案|设置|设立|检查|培训|巡查|抽查|整改|留言|咨询|问卷|征集|意见|建议|办理|"
    r"回复|访问|浏览|点击|阅读|下载|错敏|错别字|问题|栏目|专栏|专题|关注|粉丝|监测|受理|建成|点赞|评论|转载量|会议|"
    r"发布会|座谈会|审核|审查|撤稿|删除|下架|清理|季度|半年"
)
_TOPICAL = re.compile(r"解读|图解|回应|办事|规范性文件|规章|决策|政策文件|政策性文件")

_FILLER = (
    r"(?:各类|各种|各项|各级|各|类|有关|相关|政府|政务|主动公开|公开|信息公开|重点领域|电子|全文|本级|在线|网上|工作|"
    r"动态|文件|公文|公告|的|了|新){0,8}"
)
_TOTAL = re.compile(
    r"(?P<verb>主动公开|对外公开|公开|发布|公布|更新|编发|上传)(?:发布|公开|公布|更新|并发布)?"
    + _FILLER
    + r"(?:信息|政府信息公开)(?:内容)?"
    r"(?P<sum>(?:总)?(?:条目)?(?:条数|件数|总数|总量|数量|数)?(?:共计|共|累计|总计|合计|达到|达|为|是|有|已|约|：|了|"
    r"近|发布|公开|总共|计|超|超过){0,8})$"
)
_TOTAL_PLAIN = re.compile(
    r"(?:主动公开|信息公开|公开信息|发布信息|信息发布)(?:的)?(?:政府|政务|各类)?(?:信息)?(?:总)?(?:条数|件数|总数|"
    r"总量|数量|数|量)(?:共计|共|累计|达到|达|为|是|有|约|：){0,8}$"
    r"|主动公开(?:的)?(?:政府|政务|各类)?(?:信息)?(?:共计|共|累计|合计|总计|达|为|了|：){0,8}$"
)
_SUMMING = re.compile(r"共|累计|总|合计|全年|计")
_ELECTRONIC = re.compile(r"电子化|电子形式|电子方式|电子版|网上公开")
_FOLLOWERS = re.compile(
    r"(?:关注|粉丝|订阅)(?:人数|用户数?|总数|总量|数量|量|数|人员|者|群众|户){0,8}(?:累计|达到|已达|达|为|共有|共|有|"
    r"超过|突破|约|近|：|是|增至|已|总|余|到){0,8}$"
    r"|(?:拥有|吸引|现有|共有)(?:关注|粉丝|订阅)(?:用户|人数)?$"
)
_FOLLOWERS_AFTER = re.compile(r"^(?:的)?(?:关注|粉丝|订阅)")
_TRAINING = re.compile(r"培训")
_ACTIVITY = re.compile(
    r"(?:开放日|开放周|公开日|活动)(?:共计|共|累计|总计|达|计|为|等){0,8}\||\|[^，]{0,6}(?:开放日|公开日|活动)"
)
_INTERPRETATION = re.compile(r"解读(?!率)")


def channels_in(words: str) -> list[tuple[str, str]]:
    """(name, word) of each kind of channel named, in the order they stand in `words`."""
    found: list[tuple[int, str, str]] = []
    taken: set[int] = set()
    for name, pattern in _CHANNELS:
        for match in pattern.finditer(words):
            if match.start() in taken:
                continue
            taken.update(range(*match.span()))
            found.append((match.start(), name, match.group()))
            if name != "other_channel":
                break
    found.sort()
    return [(name, word) for _, name, word in found]


def event_name(local: str, after: str, unit: str) -> str | None:
    """followers, trainings, activities or interpretations: numbers that count no disclosed item."""
    if unit in PEOPLE_UNITS and (
        _FOLLOWERS.search(local) or (unit and not local.endswith("关注") and _FOLLOWERS_AFTER.search(after))
    ):
        return "followers"
    if unit in EVENT_UNITS:
        words = local[-10:] + "|" + after[:8]
        if _TRAINING.search(words) and (unit != "个" or "班" in words):
            return "trainings"
        if unit in ("次", "场", "期", "场次") and _ACTIVITY.search(words):
            return "activities"
    if unit in ITEM_UNITS and _INTERPRETATION.search(local[-14:] + after[:8]):
        return "interpretations"
    return None


def item_name(local: str, after: str, unit: str) -> tuple[str | None, str | None, bool]:
    """(name, label, certain) of a number of disclosed items.

    `certain` is False for a total that is stated of a website alone (“市政府网站主动公开政府信息300条”): it is the total only
    where the report states no other one.
    """
    if unit not in ITEM_UNITS:
        return None, None, False
    words = local + "|" + after if after else local
    if _NOT_DISCLOSED.search(local) or _NOT_DISCLOSED.search(after):
        return None, None, False
    if _ELECTRONIC.search(local):
        return "proactive_electronic", None, True
    channels = channels_in(local)
    total = _TOTAL.search(local)
    plain = None if total else _TOTAL_PLAIN.search(local)
    if not channels:
        if plain or (total and (total["verb"] == "主动公开" or _SUMMING.search(local) or "主动公开" in local)):
            return "proactive_total", None, True
        if total and total["verb"] in ("公开", "发布", "公布"):
            return "proactive_total", None, False
        if (
            _SUMMING.search(local[-3:])
            and re.match(r"^(?:政府|政务)?信息(?!公开申请)", after)
            and re.search(r"公开|发布", local)
        ):
            return "proactive_total", None, True
        return None, None, False
    if not _VERB.search(words) or _TOPICAL.search(local):
        return None, None, False
    kinds = {name for name, _ in channels}
    if len(kinds) > 1:
        if (total or plain) and ("主动公开" in local or _SUMMING.search(local)):
            return "proactive_total", None, True
        return None, None, False
    name, word = channels[0]
    if name == "website" and (total or plain) and "主动公开" in local:
        return "proactive_total", None, False
    return name, word if name == "other_channel" else None, True
