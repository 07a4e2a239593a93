"""What a name, a code, a day, a contact must be: pure functions, asked by every act and by the plan of an import.

Each says what is wrong as (Chinese sentence, stable code), or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from stdnum.cn import uscc as cn_uscc

from gongkai.records.agencies.models import AgencyContacts

Fault = tuple[str, str]
NAME_LENGTH = 100
CONTACTS = (
    "division_code",
    "address",
    "postcode",
    "office_hours",
    "phone",
    "fax",
    "email",
    "website",
    "head",
    "office_name",
    "office_address",
    "office_phone",
    "duties",
)
_DIVISION = re.compile(r"\d{6}(?:\d{3}(?:\d{3})?)?\Z")
_PHONE = re.compile(r"[\d\-+（）() 、,，;；/转]{5,60}\Z")


def name_fault(name: str) -> Fault | None:
    """The full name of an agency, stripped."""
    if 0 < len(name) <= NAME_LENGTH:
        return None
    return gettext("请填写单位全称（不超过 100 字）。"), "name_invalid"


def credit_code_fault(code: str) -> Fault | None:
    """统一社会信用代码 (GB 32100): 18 characters, the last a check character."""
    if not code or cn_uscc.is_valid(code):
        return None
    return gettext("统一社会信用代码“%(code)s”校验不通过，请按登记证书核对 18 位代码。") % {"code": code}, "credit_code_invalid"


def day_fault(day: date, today: date) -> Fault | None:
    """The day from which something holds."""
    if day <= today:
        return None
    return gettext("生效日期不能晚于今天，请在变更生效后登记。"), "since_in_future"


def contact_faults(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(field, sentence, code) for each of the CONTACTS given that cannot be."""
    for name, value in values.items():
        column = AgencyContacts._meta.get_field(name)
        most, label = getattr(column, "max_length", None), getattr(column, "verbose_name", name)
        if most is not None and len(value) > most:
            yield name, gettext("“%(field)s”不超过 %(most)d 字。") % {"field": label, "most": most}, "too_long"
    code = values.get("division_code", "")
    if code and not _DIVISION.match(code):
        message = gettext("行政区划代码“%(code)s”应为 6 位（县级）、9 位或 12 位（乡级、村级）数字。") % {"code": code}
        yield "division_code", message, "division_code_invalid"
    postcode = values.get("postcode", "")
    if postcode and not (len(postcode) == 6 and postcode.isascii() and postcode.isdigit()):
        yield "postcode", gettext("邮政编码应为 6 位数字。"), "postcode_invalid"
    for name, label in (("phone", gettext("联系电话")), ("fax", gettext("传真")), ("office_phone", gettext("工作机构电话"))):
        value = values.get(name, "")
        if value and not _PHONE.match(value):
            message = gettext("%(label)s“%(value)s”不像电话号码，请核对。") % {"label": label, "value": value}
            yield name, message, "phone_invalid"
    if email := values.get("email", ""):
        try:
            validate_email(email)
        except ValidationError:
            yield "email", gettext("电子邮箱“%(value)s”格式不对，请核对。") % {"value": email}, "email_invalid"
