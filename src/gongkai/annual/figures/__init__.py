"""The figures of a report's text: what it says in words of disclosure, applications, disputes and fees.

Names (annual_report_json.md): proactive_total, proactive_electronic, proactive_items (with `label`), website,
wechat_account, weibo, douyin, sms_wechat_groups, boards_led, other_channel (with `label`), applications_new,
applications_answered, carried_over, carried_forward, granted, review_total, litigation_total, fee_yuan, followers,
trainings, activities.

Besides: interpretations, applications_in_hand (新收 and 结转 together), applications_partial, _denied, _unable, _refused,
_other, the outcomes review_upheld … litigation_pending and those of litigation_direct and litigation_after_review,
normative_issued, _abolished, _in_force, licensing, penalty, coercion, admin_fee_yuan.
"""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.annual.figures.analysis import analyse
from gongkai.annual.report import Figure

__all__ = ["extract"]


def extract(sections: Mapping[str, str], year: int | None) -> list[Figure]:
    """The figures of the sections `intro`, `1` … `6` in the order of the text.

    `year` is the report's: a figure belongs to the year its sentence or paragraph names, else to the report's.
    """
    return [mention.figure for mention in analyse(sections, year).mentions]
