"""Personal numbers in a public report."""

from __future__ import annotations

from datetime import date

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.screening import find_personal

_NAMES = {"resident_id": "居民身份证号码", "bank_card": "银行卡号", "mobile": "手机号码"}


@rule("personal_data", Severity.ERROR, basis="《中华人民共和国个人信息保护法》；《中华人民共和国政府信息公开条例》第十五条")
def no_personal_number(context: Context, say: Say) -> None:
    """A resident ID or a bank card is an error; a mobile number, which may be an office's, a warning. Shown masked only."""
    latest = date(context.year + 1, 12, 31) if context.year else None
    said: set[tuple[str, str]] = set()
    for section in context.sections:
        for span in find_personal(section.raw, latest_birth=latest):
            where = section.raw_where(span.start)
            if (where, span.text) in said:
                continue
            said.add((where, span.text))
            mobile = span.kind == "mobile"
            how = "请改用办公电话" if mobile else "请删去或遮盖"
            say(
                where,
                f"文中出现{_NAMES[span.kind]}（{span.masked}），不应向社会公开。{how}。",
                found=span.masked,
                severity=Severity.WARNING if mobile else None,
            )
