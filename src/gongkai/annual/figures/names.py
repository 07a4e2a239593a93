"""The Chinese names of the figures, for screens and documents."""

from __future__ import annotations

FIGURE_NAMES = {
    "proactive_total": "主动公开总数",
    "proactive_electronic": "电子化公开",
    "proactive_items": "主动公开分类",
    "website": "政府网站",
    "wechat_account": "微信公众号",
    "weibo": "微博",
    "douyin": "抖音",
    "sms_wechat_groups": "短信、微信群",
    "boards_led": "公开栏、电子屏",
    "other_channel": "其他渠道",
    "applications_new": "新收申请",
    "applications_answered": "答复申请",
    "applications_in_hand": "应办理申请",
    "applications_partial": "部分公开",
    "applications_denied": "不予公开",
    "applications_unable": "无法提供",
    "applications_refused": "不予处理",
    "applications_other": "其他处理",
    "carried_over": "上年结转",
    "carried_forward": "结转下年",
    "granted": "予以公开",
    "review_total": "行政复议",
    "litigation_total": "行政诉讼",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_review": "复议后起诉",
    **{
        f"{dispute}_{outcome}": f"{kind}：{result}"
        for dispute, kind in (
            ("review", "行政复议"),
            ("litigation", "行政诉讼"),
            ("litigation_direct", "未经复议直接起诉"),
            ("litigation_after_review", "复议后起诉"),
        )
        for outcome, result in (
            ("upheld", "结果维持"),
            ("corrected", "结果纠正"),
            ("other_result", "其他结果"),
            ("pending", "尚未审结"),
        )
    },
    "normative_issued": "规范性文件制发",
    "normative_abolished": "规范性文件废止",
    "normative_in_force": "规范性文件现行有效",
    "fee_yuan": "信息处理费（元）",
    "licensing": "行政许可",
    "penalty": "行政处罚",
    "coercion": "行政强制",
    "admin_fee_yuan": "行政事业性收费（元）",
    "interpretations": "政策解读",
    "followers": "关注人数",
    "trainings": "培训",
    "activities": "活动",
}
