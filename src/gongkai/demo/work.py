"""What else the county has and does: its rules, its guide, villages' doors with what came in through them, a remark."""

from __future__ import annotations

import io
from datetime import timedelta

from gongkai.demo import words
from gongkai.demo.stage import Stage
from gongkai.records.accounts import remarks
from gongkai.records.agencies.models import Agency
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.catalogue.models import Catalogue
from gongkai.records.incoming import services as incoming
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door
from gongkai.records.library import guides
from gongkai.records.library import services as library
from gongkai.records.library.models import RuleKind

_RULES: tuple[tuple[RuleKind, str, str], ...] = (
    (
        RuleKind.REVIEW,
        "云水县政府信息公开审查办法",
        "先审查、后公开，一事一审：经办人提出，科室初审，分管负责人审定。",
    ),
    (RuleKind.SECRECY, "云水县政府信息公开保密审查规定", "拟公开的信息由保密审查人逐件审查；不能确定的，报有权确定的部门。"),
    (
        RuleKind.THREE_REVIEWS,
        "云水县政府网站信息发布“三审三校”制度",
        "一审核对事实，二审核对依据，三审决定发布，留存记录。",
    ),
    (
        RuleKind.APPLICATION,
        "云水县政府信息公开申请办理规范",
        "收到即登记，按法定期限答复；需要补正的一次告知。",
    ),
    (RuleKind.ASSESSMENT, "云水县政务公开工作考核办法", "每年考核一次，结果通报各乡镇（街道）和部门，并作为改进工作的依据。"),
    (RuleKind.TRAINING, "云水县政务公开培训制度", "每年至少组织一次全县培训；新任公开专干到岗后三个月内参加一次培训。"),
)

_BROUGHT: tuple[tuple[str, int, str, str], ...] = (
    ("白石村村民委员会", 1, "第三季度村级财务收支明细", "村部公示栏"),
    ("清泉村村民委员会", 1, "耕地地力保护补贴发放名单", "二组文化广场"),
)


def over_the_year(stage: Stage) -> None:
    """Rules, doors on the walls of one town's villages, the county's guide."""
    supervisor = stage.who("supervisor")
    county = stage.agencies[words.COUNTY]
    day = stage.on(stage.began + timedelta(days=5), 10)
    for at, (kind, title, text) in enumerate(_RULES):
        wording = library.Wording(
            issued_on=day,
            effective_on=day + timedelta(days=10),
            text=f"第一条　{text}\n第二条　本制度自发布之日起十日后施行。",
            document_number=f"云政办发〔{day.year}〕{3 + at}号",
        )
        library.make_rule(county, kind, title, wording, actor=supervisor)
    for name, about in (
        (words.TOWNS[0], "白石镇信息发布审核流程"),
        (words.STREETS[0], "城关街道社区公开栏管理办法"),
    ):
        wording = library.Wording(day, day, f"第一条　{about.removesuffix('办法')}按照县有关规定执行，由党政综合办公室负责。")
        library.make_rule(stage.agencies[name], RuleKind.PUBLICATION, about, wording, actor=stage.who("officer", name))
    stage.on(stage.began + timedelta(days=8), 10)
    town = words.TOWNS[0]
    for village in Agency.objects.filter(parent=stage.agencies[town]).order_by("id"):
        incoming.open_door(village.pk, actor=stage.who("officer", town))


def guide(stage: Stage) -> None:
    """The county's guide, made when its catalogue was in force."""
    stage.on(stage.began + timedelta(days=45), 10)
    supervisor = stage.who("supervisor")
    guides.make_guide(stage.agencies[words.COUNTY], {}, actor=supervisor)


def yesterday(stage: Stage) -> None:
    """What came in through two doors, and what the assessor said of a catalogue."""
    town = stage.agencies[words.TOWNS[0]]
    for at, (name, days, about, place) in enumerate(_BROUGHT):
        stage.days_ago(days, 15 + at)
        door = Door.objects.select_related("agency").get(agency__name=name, agency__parent=town, until=None)
        photo = files.write(notice_board(stage.chance.randrange(360)), FileClass.INTERNAL)
        incoming.receive(door.pk, about, place, [photo], actor=DoorBearer(door))
    stage.days_ago(1, 17)
    catalogue = Catalogue.objects.get(agency=stage.agencies[words.TOWNS[3]])
    text = "补贴结果一项没有写明公开到村，请核实后补充。"
    remarks.remark("catalogue.catalogue", catalogue.pk, text, actor=stage.who("assessor"))


def notice_board(hue: int) -> bytes:
    """A drawn notice board as a JPEG: a wall, a frame, sheets with lines. `hue` (degrees) makes each another."""
    from PIL import Image, ImageDraw

    def colour(degrees: int, saturation: int, lightness: int) -> str:
        return f"hsl({degrees % 360}, {saturation}%, {lightness}%)"

    picture = Image.new("RGB", (960, 720), colour(hue, 18, 82))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 900, 600), fill=colour(hue + 150, 35, 40))
    draw.rectangle((84, 84, 876, 576), fill=colour(hue + 30, 25, 93))
    draw.rectangle((84, 84, 876, 140), fill=colour(0, 65, 45))
    for column in range(3):
        left = 110 + column * 255
        draw.rectangle((left, 165, left + 225, 550), fill="white", outline=colour(hue, 20, 60), width=2)
        for line in range(11):
            right = left + 200 - (line * 37 + column * 23) % 90
            draw.line((left + 22, 200 + line * 30, right, 200 + line * 30), fill=colour(hue, 10, 45), width=5)
    draw.rectangle((0, 660, 960, 720), fill=colour(hue + 90, 15, 55))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
