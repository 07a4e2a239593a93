"""The disclosure guide as text: parts made from the facts and from the law of the day, with the agency's own passages in them.

The words are those of the regulation; its numbers come from `law.parameters`, so that a guide of another day says the number
of that day. A `Part` is a heading and paragraphs; the text of a version is all of them, line by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.law import Law, matters
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.library.facts import Facts

PASSAGES = {
    "preamble": "引言补充",
    "places": "主动公开的其他途径（查阅点、公示栏、新媒体等）",
    "channels": "申请渠道补充（在线申请网址、注意事项）",
    "supervision": "监督方式补充",
    "other": "其他需要说明的事项",
}
"""The agency's own passages: key → what it is for. They are carried from version to version."""
LONGEST_PASSAGE = 3000
TITLE = "政府信息公开指南"
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the guide; the introduction has no heading."""

    heading: str
    paragraphs: tuple[str, ...]


def title(facts: Facts) -> str:
    """石桥镇人民政府政府信息公开指南."""
    return f"{facts.name}{TITLE}"


def compose(facts: Facts, passages: Mapping[str, str], law: Law, on: date) -> list[Part]:
    """The guide of a day. Raises nothing for facts that are missing: what is not there is not printed."""
    own = {key: tuple(line.strip() for line in passages.get(key, "").splitlines() if line.strip()) for key in PASSAGES}
    parts = [
        ("政府信息的分类和编排体系", _classes(facts, law, on)),
        ("主动公开", (*_proactive(facts, law, on), *own["places"])),
        ("依申请公开", (*_application(facts, law, on), *own["channels"])),
        ("政府信息公开工作机构", _office(facts)),
        ("监督和救济", (*_remedies(facts, law, on), *own["supervision"])),
    ]
    if own["other"]:
        parts.append(("其他事项", own["other"]))
    regulation = law.get("instrument.regulation", on=on).citation
    preamble = (
        f"为了保障公民、法人和其他组织依法获取政府信息，方便公众查询和申请{facts.name}的政府信息，根据{regulation}，编制本指南。"
        "本指南的内容发生变化时及时更新。",
        *own["preamble"],
    )
    return [Part("", preamble), *(Part(f"{_NUMERALS[n]}、{name}", tuple(lines)) for n, (name, lines) in enumerate(parts))]


def as_text(parts: list[Part]) -> str:
    """The parts line by line: what is kept, hashed and searched."""
    return "\n".join(line for part in parts for line in ((part.heading,) if part.heading else ()) + part.paragraphs)


def parts_of(text: str) -> list[Part]:
    """The parts of a kept text again."""
    parts: list[Part] = []
    heading = ""
    lines: list[str] = []
    for line in text.splitlines():
        if len(line) > 2 and line[0] in _NUMERALS and line[1] == "、" and len(line) <= 30 and line[-1] not in "。；":
            parts.append(Part(heading, tuple(lines)))
            heading, lines = line, []
        else:
            lines.append(line)
    return [*parts, Part(heading, tuple(lines))]


def _classes(facts: Facts, law: Law, on: date) -> list[str]:
    scope = [row.name for row in (*matters.items(), *matters.additions(_level(facts)))]
    contents = "、".join(law.get("guide.catalogue.contents", on=on))
    lines = [
        f"本机关的政府信息按照公开方式分为主动公开、依申请公开和依法不予公开三类。主动公开的政府信息按照条例规定的事项分类：{'；'.join(scope)}。",
        f"政府信息公开目录包括政府信息的{contents}等内容，每条信息有唯一的索引号，按分类和生成日期编排。",
    ]
    if facts.catalogue:
        domains = facts.catalogue.get("domains") or []
        named = f"涉及{'、'.join(domains)}等领域，" if domains else ""
        lines.append(
            f"本机关执行《{facts.catalogue['title']}》，{named}共{facts.catalogue['matters']}项，列明每一事项的公开内容、依据、"
            "时限、主体、渠道、对象和方式。"
        )
    return lines


def _proactive(facts: Facts, law: Law, on: date) -> list[str]:
    days = law.get("publication.publish.workdays", on=on)
    site = f"政府网站（{facts.website}）政府信息公开专栏" if facts.website else "上级政府网站的政府信息公开专栏"
    return [
        "（一）公开范围",
        "本机关主动公开涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策的政府信息，具体内容见政府信息公开目录。",
        "（二）获取方式",
        f"主动公开的政府信息通过{site}发布，可以检索、查阅、下载；也可以在国家档案馆、公共图书馆、政务服务场所设置的政府信息查阅场所查阅。",
        "（三）公开时限",
        f"属于主动公开范围的政府信息，自该政府信息形成或者变更之日起{days}个工作日内公开；法律、法规另有规定的，从其规定。",
    ]


def _application(facts: Facts, law: Law, on: date) -> list[str]:
    basic = law.get("guide.channels.basic", on=on)
    address, phone = facts.office_address or facts.address, facts.office_phone or facts.phone
    receiving = [f"受理机构：{facts.office_name or facts.name}"]
    receiving += [f"地址：{address}" + (f"（邮政编码：{facts.postcode}）" if facts.postcode else "")] if address else []
    receiving += [f"受理时间：{facts.office_hours}"] if facts.office_hours else []
    receiving += [f"联系电话：{phone}"] if phone else []
    more = [f"传真：{facts.fax}"] if facts.fax else []
    more += [f"电子邮件：{facts.email}"] if facts.email else []
    contents = law.get("guide.application.contents", on=on)
    listed = "；".join(f"{number}.{text}" for number, text in enumerate(contents, 1))
    reply, longer = law.get("application.reply.workdays", on=on), law.get("application.extension.workdays", on=on)
    correction = law.get("application.correction_notice.workdays", on=on)
    fee = law.get("instrument.fee_rule", on=on).citation
    return [
        "（一）受理机构",
        "；".join(receiving) + "。",
        "（二）申请方式",
        f"公民、法人或者其他组织可以通过{'、'.join(basic)}的方式向本机关申请获取政府信息，信封上请注明“政府信息公开申请”字样。"
        + (
            f"也可以通过以下渠道申请：{'；'.join(more)}。以传真、电子邮件申请的，自双方确认之日为收到申请之日。" if more else ""
        ),
        f"申请应当采用包括信件、数据电文在内的书面形式，包括以下内容：{listed}。采用书面形式确有困难的，可以口头提出，由本机关代为填写。",
        "（三）申请处理",
        f"申请内容不明确的，本机关自收到申请之日起{correction}个工作日内一次性告知需要补正的事项和合理的补正期限。"
        f"本机关收到申请，能够当场答复的当场答复；不能当场答复的，自收到申请之日起{reply}个工作日内答复。需要延长答复期限的，"
        f"经政府信息公开工作机构负责人同意并告知申请人，延长的期限最长不超过{longer}个工作日。征求第三方和其他机关意见所需时间不计算在内。",
        "（四）收费",
        f"提供政府信息不收取费用。申请公开政府信息的数量、频次明显超过合理范围的，可以按照{fee}收取信息处理费。",
    ]


def _office(facts: Facts) -> list[str]:
    address, phone = facts.office_address or facts.address, facts.office_phone or facts.phone
    rows = (
        ("机构名称", facts.office_name),
        ("办公地址", address),
        ("邮政编码", facts.postcode),
        ("办公时间", facts.office_hours),
        ("联系电话", phone),
        ("传真号码", facts.fax),
        ("互联网联系方式（邮箱）", facts.email),
        ("互联网联系方式（网址）", facts.website),
    )
    lines = [f"{label}：{value}" for label, value in rows if value]
    lines += [f"{name}负责统筹本机关政府信息公开工作" + (f"，组长：{head}。" if head else "。") for name, head in facts.groups]
    return lines


def _remedies(facts: Facts, law: Law, on: date) -> list[str]:
    days, months = law.get("reconsideration.apply.days", on=on), law.get("litigation.direct.months", on=on)
    review, court = (
        law.get("instrument.reconsideration_law", on=on).citation,
        law.get("instrument.litigation_law", on=on).citation,
    )
    said = [facts.supervisor.get("name", ""), facts.supervisor.get("office", "")]
    said += [f"电话：{facts.supervisor['phone']}"] if facts.supervisor.get("phone") else []
    named = f"（{'，'.join(filter(None, said))}）" if any(said) else ""
    if facts.vertical:
        body = "上一级主管部门"
    elif facts.government:
        body = facts.government
    else:
        body = "上一级人民政府"
    return [
        "公民、法人或者其他组织认为本机关未按照要求主动公开政府信息，或者对政府信息公开申请不依法答复处理的，可以向上一级行政机关"
        f"或者政府信息公开工作主管部门{named}投诉、举报。",
        f"认为本机关在政府信息公开工作中侵犯其合法权益的，可以自知道该行为之日起{days}日内依照{review}向{body}申请行政复议，"
        f"或者自知道之日起{months}个月内依照{court}向人民法院提起行政诉讼。对不予公开政府信息的决定不服的，应当先申请行政复议；"
        "对行政复议决定不服的，可以再依法提起行政诉讼。",
    ]


def _level(facts: Facts) -> str:
    if facts.kind == Kind.GOVERNMENT and facts.level == Level.TOWNSHIP:
        return "township"
    return {Level.COUNTY: "county", Level.PREFECTURE: "prefecture"}.get(Level(facts.level), "none")
