"""What an agency's name says: which kind it is, at which level it stands, whether it can make 规章."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from gongkai.annual.agencies import regions
from gongkai.law import parameters

Kind = Literal["government", "subdistrict_office", "department", "other"]
Level = Literal["state", "province", "city", "county", "township"]

ZONE = re.compile(
    r"(?:开发区|高新区|经开区|产业园区?|工业园区?|园区|示范区|试验区|实验区|风景名?胜?区|度假区|保税区|管理区|合作区|集聚区|"
    r"自贸区|经济区|港区|空港区|新城|林场|农场|牧场|渔场)$"
)
_COMMITTEE = re.compile(r"(?:管理委员会|管委会|筹备委员会|工作委员会|工委)$")
_SUBDISTRICT = re.compile(r"(?:街道办事处|街道办|街道|地区办事处|办事处)$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)$")
_PLACE = re.compile(r"[^省市县区旗乡镇盟]{1,10}?(?:自治区|自治州|地区|自治县|自治旗|苏木|街道|(?<=..)市|[省县区旗乡镇盟])")
_TOWNSHIP = re.compile(r"[一-鿿]{2,10}(?:乡|镇|街道|苏木)$")
"""A rest that ends as a township is one, though a 市 or 县 stands inside its name (一市镇)."""
_NOT_PLACES = re.compile(
    r"(?:城市|城乡|城镇|城区|乡村|村镇|社区|小区|景区|园区|灾区|库区|山区|林区|校区|牧区|垦区|军区|军分区|集镇|建制镇|"
    r"行政区|开发区|高新区|示范区|试验区|管理区|保护区|名胜区|度假区|保税区|合作区|集聚区|经济区)$"
)
_DEPARTMENT = re.compile(
    r"(?:局|厅|委员会|发改委|卫健委|国资委|住建委|农委|委|办公室|办|署|分局|支队|大队|总队|派出所|财政所|司法所|监管所|海关|调查队)$"
)
_STATE = re.compile(
    r"^(?:国务院|中华人民共和国(?!.*?[省市县])|国家(?!税务总局.*?[省市县区旗州盟])|中国人民银行$|审计署$|海关总署$)|"
    r"^(?:外交|国防|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源和社会保障|自然资源|生态环境|住房和城乡建设|"
    r"交通运输|水利|农业农村|商务|文化和旅游|应急管理|退役军人事务|国家安全)部$"
)
_VERTICAL = re.compile(r"^(?:国家税务总局|国家统计局|国家矿山安全监察局|国家金融监督管理总局|中国人民银行|中华人民共和国)(?=.)")
_LATEST = 9999
_FIRST = 2015
"""The year the parameter begins in; no report with a statutory form is older."""
_LEVELS: dict[str, Level] = {"province": "province", "city": "city", "county": "county"}
_BY_SUFFIX: dict[str, Level] = {
    "省": "province",
    "自治区": "province",
    "自治州": "city",
    "地区": "city",
    "盟": "city",
    "自治县": "county",
    "自治旗": "county",
    "县": "county",
    "区": "county",
    "旗": "county",
    "乡": "township",
    "镇": "township",
    "苏木": "township",
    "街道": "township",
}


@lru_cache(maxsize=4096)
def kind_and_level(name: str) -> tuple[Kind, Level | None]:
    """The kind and level of an agency, from its name alone. A level that the name does not tell is None.

    A name that only names a place means that place's 人民政府 (a 街道: its 办事处). 开发区 and other zones are "other":
    their 管委会 are no governments in the sense of art. 50(4) of the regulation.
    """
    name = "".join(name.split())
    if name.startswith("新疆生产建设兵团"):
        return "other", "province" if name == "新疆生产建设兵团" else None
    if _STATE.search(name):
        return ("government" if name == "国务院" else "department"), "state"
    name = _VERTICAL.sub("", name)
    if _COMMITTEE.search(name) and ZONE.search(_COMMITTEE.sub("", name)):
        return "other", None
    if name.endswith(("行政公署", "行署")):
        return "other", "city"
    if match := _GOVERNMENT.search(name):
        place = name[: match.start()]
        if ZONE.search(place) and not regions.levels_of(place):
            return "other", None
        return "government", level_of_place(place)
    if _SUBDISTRICT.search(name):
        return "subdistrict_office", "township"
    places = split_places(name)
    if places and sum(map(len, places)) == len(name):
        if ZONE.search(name) and not regions.levels_of(places[-1]):
            return "other", None
        return "government", level_of_place(name)
    if ZONE.search(name) or _COMMITTEE.search(name):
        return "other", None
    if _DEPARTMENT.search(name):
        return "department", level_of_place("".join(places)) if places else None
    return "other", level_of_place("".join(places)) if places else None


def is_vertical(name: str) -> bool:
    """Whether the name itself says that the agency belongs to a state system and not to the place it stands in
    (国家税务总局云水县税务局). False where the name does not tell (云水县气象局)."""
    return _VERTICAL.match("".join(name.split())) is not None


def without_state_system(name: str) -> str:
    """国家税务总局云水县税务局 as 云水县税务局, where the rest still names the system's subject; other names as they are."""
    match = _VERTICAL.match(name)
    subject = match.group().removeprefix("国家").removesuffix("总局").removesuffix("局") if match else ""
    return name[match.end() :] if match and subject in name[match.end() :] else name


@lru_cache(maxsize=4096)
def split_places(name: str) -> tuple[str, ...]:
    """The place names a name begins with, outermost first: “某市某区财政局” → (某市, 某区); () where it begins with none."""
    places: list[str] = []
    at = 0
    while at < len(name):
        known = regions.longest_known(name, at)
        if known is None:
            match = _PLACE.match(name, at)
            if match is None or _NOT_PLACES.search(match.group()):
                match = _TOWNSHIP.match(name, at)
            if match is None or _NOT_PLACES.search(match.group()):
                break
            known = match.group()
        places.append(known)
        at += len(known)
    return tuple(places)


def level_of_place(place: str) -> Level | None:
    """The level of the innermost place: “甲省乙市丙县” → county. A 市 that the table does not know is None unless a 市,
    a 州 or a 盟 stands before it (then it is a county-level city)."""
    places = split_places(place)
    if not places or sum(map(len, places)) != len(place):
        return _BY_SUFFIX.get(place[-1:]) if place and place[-1] in "县旗乡镇" else None
    last = places[-1]
    known = regions.levels_of(last)
    if len(known) == 1:
        return _LEVELS[next(iter(known))]
    for suffix in ("自治区", "自治州", "自治县", "自治旗", "地区", "苏木", "街道"):
        if last.endswith(suffix):
            return _BY_SUFFIX[suffix]
    if last.endswith("市"):
        above = places[-2] if len(places) > 1 else ""
        return "county" if above.endswith(("市", "州", "盟", "地区")) else None
    return _BY_SUFFIX.get(last[-1])


def can_make_regulations(name: str, year: int | None = None) -> bool | None:
    """Whether the agency may make 规章; None where the name does not tell.

    立法法 arts. 91 and 93: State Council departments; governments of provinces, of cities with districts and of
    autonomous prefectures. 东莞, 中山, 嘉峪关 and 儋州 have the power by decision although they have no districts
    (`annual_report.rulemaking.cities`): `year` asks as of its end, without it as of today's law.
    """
    kind, level = kind_and_level(name)
    if level == "state":
        return True
    if level in ("county", "township"):
        return False
    if kind == "government":
        if level == "province":
            return True
        if level == "city":
            if (place := name.removesuffix("人民政府").removesuffix("政府").rpartition("省")[2]) in regions.UNDIVIDED_CITIES:
                return place in parameters.for_year("annual_report.rulemaking.cities", max(year or _LATEST, _FIRST))
            return not name.removesuffix("人民政府").removesuffix("政府").endswith(("地区", "盟"))
        return None
    if level is not None and (kind == "department" or name.endswith(("行政公署", "行署"))):
        return False
    return False if kind == "subdistrict_office" else None
