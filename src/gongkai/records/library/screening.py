"""What stops a text from being shown: personal numbers, which no rule and no guide needs."""

from __future__ import annotations

from django.utils.translation import gettext

from gongkai.records.base.acts import Step
from gongkai.screening.personal import find_personal


def personal_fault(text: str, *, mobiles: bool = False) -> str:
    """Why a text may not be shown: the first identity, card or mobile number in it; "" where there is none. `mobiles`: mobile
    numbers may stand (an office that has no other telephone)."""
    found = [span for span in find_personal(text) if not (mobiles and span.kind == "mobile")]
    if not found:
        return ""
    names = {"resident_id": gettext("身份证号"), "bank_card": gettext("银行卡号"), "mobile": gettext("手机号")}
    return gettext("正文里有%(what)s（%(masked)s），不能对外公布；请删去或遮盖后再办理。") % {
        "what": names.get(found[0].kind, ""),
        "masked": found[0].masked,
    }


def check_public(step: Step, text: str, *, mobiles: bool = False) -> None:
    """Refuses, in an act, a text that may not be shown."""
    fault = personal_fault(text, mobiles=mobiles)
    step.require(not fault, fault, "personal_number")
