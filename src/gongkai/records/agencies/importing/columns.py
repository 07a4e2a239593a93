"""The columns of the workbook, what people call them, and the words that stand in them."""

from __future__ import annotations

import re
from datetime import date

from gongkai.annual import agencies as names
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.sheets import Column, plain

SHEET = "机构"

KIND_WORDS: dict[str, Kind] = {
    **{kind.label: kind for kind in Kind},
    **dict.fromkeys(
        ("政府", "县政府", "县级政府", "乡镇政府", "乡镇人民政府", "镇政府", "乡政府", "乡镇", "乡", "镇"), Kind.GOVERNMENT
    ),
    **dict.fromkeys(("街道", "街道办事处", "街道办", "行政公署"), Kind.OFFICE),
    **dict.fromkeys(
        ("部门", "工作部门", "政府工作部门", "组成部门", "县直部门", "市直部门", "区直部门", "直属机构", "县直单位"),
        Kind.DEPARTMENT,
    ),
    **dict.fromkeys(("垂直管理部门", "垂直管理单位", "垂管单位", "垂管部门"), Kind.DEPARTMENT),
    **dict.fromkeys(("派出所", "分局", "所站"), Kind.ASSIGNED),
    **dict.fromkeys(("授权组织", "法律、法规授权组织", "法律法规授权的组织"), Kind.AUTHORISED),
    **dict.fromkeys(("公共企事业", "企事业单位", "事业单位", "学校", "医院"), Kind.PUBLIC_SERVICE),
    **dict.fromkeys(
        ("村", "社区", "村委会", "居委会", "村民委员会", "居民委员会", "村社区", "行政村", "村居", "村居民委员会"), Kind.VILLAGE
    ),
    **dict.fromkeys(("科室", "股室", "内设科室", "内设股室", "内设部门"), Kind.UNIT),
}
VERTICAL_KINDS = frozenset({"垂直管理部门", "垂直管理单位", "垂管单位", "垂管部门"})
LEVEL_WORDS: dict[str, Level] = {
    **{level.label: level for level in Level},
    **dict.fromkeys(("国家", "中央"), Level.STATE),
    **dict.fromkeys(("省", "自治区级", "直辖市级"), Level.PROVINCE),
    **dict.fromkeys(("市级", "地市级", "市", "州级", "设区市级", "地级"), Level.PREFECTURE),
    **dict.fromkeys(("县", "区县级", "县区级", "县市区级", "区级", "旗级", "县处级"), Level.COUNTY),
    **dict.fromkeys(("乡级", "镇级", "乡镇级", "乡镇", "街道级", "镇街级", "街道"), Level.TOWNSHIP),
    **dict.fromkeys(("村级", "村", "社区级", "社区", "村社区级", "村居级"), Level.VILLAGE),
}
_YES = frozenset({"是", "√", "✓", "1", "y", "yes", "有", "垂直", "垂直管理", "垂管"})
_NO = frozenset({"否", "×", "0", "n", "no", "无", "非垂直管理", "属地管理"})

COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        "单位名称",
        ("名称", "单位", "单位全称", "机构名称", "机关名称", "行政机关", "全称"),
        required=True,
        note="单位全称，与公章一致",
        example="云水县水利局",
        width=28,
    ),
    Column(
        "parent",
        "上级单位",
        ("上级", "上级机关", "上级机构", "所属单位", "隶属单位", "主管单位", "隶属", "上级单位名称"),
        note="本表或系统中已有单位的全称；重名时写“上上级/上级”；最上级单位留空",
        example="云水县人民政府",
        width=28,
    ),
    Column(
        "kind",
        "类型",
        ("单位类型", "机构类型", "类别", "性质", "单位性质", "机构性质", "单位类别"),
        note="不填的按名称判断，预览时请核对",
        example="政府部门",
        choices=tuple(kind.label for kind in Kind),
    ),
    Column(
        "level",
        "层级",
        ("级别", "行政层级", "机构层级", "单位级别", "行政级别"),
        note="不填的按名称或上级单位判断",
        example="县级",
        choices=tuple(level.label for level in Level),
    ),
    Column(
        "vertical",
        "垂直管理",
        ("是否垂直管理", "垂管", "是否垂管", "垂直管理单位"),
        note="税务、气象等由上级主管部门垂直管理的填“是”，默认不计入本级年报汇总",
        example="否",
        choices=("是", "否"),
        width=10,
    ),
    Column(
        "credit_code",
        "统一社会信用代码",
        ("信用代码", "统一代码", "社会信用代码", "机构代码"),
        note="18 位，按登记证书；没有的留空",
        width=22,
    ),
    Column(
        "division_code",
        "行政区划代码",
        ("区划代码", "区划码", "行政区划", "统计用区划代码", "行政区划编码"),
        note="县级 6 位，乡级 9 位或 12 位，村级 12 位",
        example="990101001000",
    ),
    Column(
        "set_up_on",
        "成立日期",
        ("设立日期", "成立时间", "设立时间", "启用日期", "组建日期"),
        note="如 2019-03-01；不填的按导入时选定的日期",
        example="2019-03-01",
    ),
    Column("address", "办公地址", ("地址", "单位地址", "通讯地址", "通信地址"), example="云水县清河路 8 号", width=26),
    Column("postcode", "邮政编码", ("邮编",), example="999000", width=10),
    Column("office_hours", "办公时间", ("工作时间", "受理时间"), example="工作日 8:30—12:00，14:30—17:30", width=24),
    Column("phone", "联系电话", ("电话", "办公电话", "联系方式"), example="0999-6620000"),
    Column("fax", "传真", ("传真号码",)),
    Column("email", "电子邮箱", ("邮箱", "电子邮件")),
    Column("website", "网址", ("网站", "网站地址")),
    Column("head", "负责人姓名", ("负责人", "主要负责人", "单位负责人"), width=12),
    Column(
        "office_name",
        "政府信息公开工作机构",
        ("公开工作机构", "公开机构", "工作机构"),
        example="县政府办公室政务公开科",
        width=24,
    ),
    Column("office_address", "工作机构地址", ("公开工作机构地址",), width=24),
    Column("office_phone", "工作机构电话", ("公开工作机构电话", "公开电话")),
    Column("duties", "机构职能", ("职能", "主要职能", "主要职责"), width=30),
)
LABELS = {column.key: column.label for column in COLUMNS}

_SPLIT = re.compile(r"\s*[/／>＞\\|｜]\s*")
_DATE = re.compile(r"(\d{4})\s*(?:[-/.年]\s*)(\d{1,2})\s*(?:[-/.月]\s*(\d{1,2})\s*日?|月)?(?:\s.*)?")
_PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_VILLAGE = re.compile(r"(?:村民委员会|村委会|居民委员会|居委会|社区|(?<=.)村)$")


def kind_of(words: str) -> Kind | None:
    """The kind a cell names; None for an unknown word."""
    return KIND_WORDS.get(words) or KIND_WORDS.get(plain(words)) or KIND_WORDS.get("".join(words.split()))


def level_of(words: str) -> Level | None:
    """The level a cell names; None for an unknown word."""
    return LEVEL_WORDS.get(words) or LEVEL_WORDS.get(plain(words))


def yes_or_no(words: str) -> bool | None:
    """是 or 否 in the ways people write them; None for another word."""
    word = "".join(words.split()).lower()
    return True if word in _YES else False if word in _NO else None


def day_of(words: str) -> date | None:
    """A date as people write it: 2019-03-01, 2019/3/1, 2019.3.1, 2019年3月1日, 20190301, 2019年3月 (its first day)."""
    match = _PLAIN_DATE.fullmatch(words) or _DATE.fullmatch(words.strip())
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None


def path_of(words: str) -> tuple[str, ...]:
    """The names of a parent cell, the innermost last: “云水县人民政府/石桥镇人民政府”."""
    return tuple("".join(part.split()) for part in _SPLIT.split(words) if part.strip())


def guessed_kind(name: str) -> Kind | None:
    """What a name says of an agency's kind; None where it does not tell."""
    if _VILLAGE.search(name):
        return Kind.VILLAGE
    found, _ = names.kind_and_level(name)
    return {"government": Kind.GOVERNMENT, "subdistrict_office": Kind.OFFICE, "department": Kind.DEPARTMENT}.get(found)


def guessed_level(name: str, kind: Kind, above: Level | None) -> Level | None:
    """What a name, or else the level of the agency above, says of an agency's level."""
    if kind is Kind.VILLAGE:
        return Level.VILLAGE
    _, found = names.kind_and_level(name)
    if kind in (Kind.GOVERNMENT, Kind.OFFICE) or above is None:
        level = _LEVELS.get(found or "")
        return level if level is not None or kind in (Kind.GOVERNMENT, Kind.OFFICE) else above
    return above


_LEVELS = {
    "state": Level.STATE,
    "province": Level.PROVINCE,
    "city": Level.PREFECTURE,
    "county": Level.COUNTY,
    "township": Level.TOWNSHIP,
}
