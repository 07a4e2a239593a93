"""The county of the walk: people with each role at each place, and one of each thing that belongs to a township."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from PIL import Image

from gongkai.desk.forms import uploads
from gongkai.desk.listing import saved
from gongkai.records.accounts import decisions, demands, remarks, substitution, tokens
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import Decision, Factor, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, GroupKind, Kind, Level, MemberRole, ResourceKind
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import Written
from gongkai.records.base.tasks import services as tasks
from gongkai.records.catalogue import bringing
from gongkai.records.catalogue import services as catalogue
from gongkai.records.catalogue.models import CatalogueVersion
from gongkai.records.catalogue.selectors import rows_of
from gongkai.records.incoming import services as incoming
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door
from gongkai.records.library import guides
from gongkai.records.library import services as library
from gongkai.records.library.models import RuleKind
from gongkai.records.library.services import Wording
from tests.desk.walk_table import BELOW, BESIDE, COUNTY, NEIGHBOUR, OWN, WALKERS, Roles

SET_UP, DAY = date(2020, 1, 1), date(2026, 3, 10)
PDF = b"%PDF-1.4 a paper"
MATTERS = [
    {
        "level1": "财政预决算",
        "level2": name,
        "elements": "报告及报表",
        "basis": "《中华人民共和国预算法》",
        "limit_text": "批准后20日内",
        "limit_unit": "calendar_days",
        "limit_days": 20,
        "frequency": "periodic",
        "period": "quarter",
        "subject": "镇人民政府",
        "channels_note": "公开查阅点",
    }
    for name in ("部门预算", "部门决算")
]
SECRETS = {
    "draft": "稿中未审的事项",
    "decision": "待审的科室目录",
    "rule": "未公布的内部制度",
    "item": "村里交来的照片",
    "place": "村口第三块公示栏",
    "person": "藏身简出",
    "phone": "13911112222",
    "remark": "监督小组的一条意见",
    "task": "只等专干办的事",
    "group": "没有公布的小组",
    "post": "没有公布的岗位",
    "resource": "没有公布的经费",
}
"""Words that stand in the township's private things, and nowhere else."""


@dataclass
class World:
    """Agencies by place; people by their roles and place; things by name: the arguments of their addresses."""

    places: dict[str, UUID] = field(default_factory=dict)
    people: dict[tuple[Roles, str], User] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    keeper: User = field(default_factory=User)
    leader: User = field(default_factory=User)
    strangers: dict[tuple[Roles, str], Client] = field(default_factory=dict)
    read_before: dict[tuple[Roles, str], dict[str, str]] = field(default_factory=dict)
    """What strangers read, by address, when the township had nothing private yet."""

    def walkers(self, place: str) -> list[tuple[Roles, User]]:
        """Who walks from there."""
        return [(roles, self.people[roles, place]) for roles in WALKERS[place]]

    def somebody(self, role: Role, place: str) -> User:
        """The one who holds the role there."""
        return next(user for roles, user in self.walkers(place) if role in roles)


def _register(name: str, kind: Kind, level: Level, above: UUID | None) -> UUID:
    return agencies.register(name, kind, level, above, SET_UP, actor=OPERATOR).record_id


def _enrolled(username: str, name: str, agency: UUID, *roles: Role, phone: str = "") -> User:
    user = accounts.enrol(username, name, agency, phone=phone, actor=OPERATOR).record_id
    for role in roles:
        accounts.grant(user, role, agency, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=user)


def settled() -> World:
    """The county with its people, and what the township has made public."""
    world = World()
    county = _register("云水县人民政府", Kind.GOVERNMENT, Level.COUNTY, None)
    township = _register("石桥镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county)
    world.places = {
        COUNTY: county,
        OWN: township,
        NEIGHBOUR: _register("青田镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county),
        BELOW: _register("柳湾村民委员会", Kind.VILLAGE, Level.VILLAGE, township),
        BESIDE: _register("云水县民政局", Kind.DEPARTMENT, Level.COUNTY, county),
    }
    world.ids["unit"] = _register("党政综合办公室", Kind.UNIT, Level.TOWNSHIP, township)
    for place, walkers in WALKERS.items():
        for number, roles in enumerate(walkers):
            world.people[roles, place] = _enrolled(f"{place}{number}", "行走者", world.places[place], *sorted(roles))
    world.keeper = _enrolled("keeper", "主人", township, Role.OFFICER)
    world.leader = _enrolled("leader", "镇长", township, Role.SIGNER)
    _published(world)
    return world


def _published(world: World) -> None:
    """A catalogue in force, approved on paper; a rule that is shown; the guide."""
    township, keeper, leader = world.places[OWN], world.keeper, world.leader
    version = UUID(catalogue.open_catalogue(township, "石桥镇公开目录", actor=keeper).result["version"])
    bringing.import_rows(version, MATTERS, False, actor=keeper)
    catalogue.submit(version, leader.pk, DAY, actor=keeper)
    decided = Decision.objects.get(record_id=version)
    paper = _written(PDF)
    decisions.decide(
        decided.pk,
        Outcome.APPROVED,
        "同意",
        decided.version_hash,
        decided_on=DAY,
        proof=paper,
        proof_type="application/pdf",
        actor=keeper,
    )
    shown = library.make_rule(township, RuleKind.REVIEW, "公布的制度", _wording(FileClass.PUBLIC), True, actor=keeper)
    contacts = {"address": "石桥街 1 号", "office_hours": "工作日", "office_name": "党政办", "office_phone": "0999-6620000"}
    organisation.set_contacts(township, contacts, SET_UP, actor=keeper)
    guides.make_guide(township, {}, actor=keeper)
    found = CatalogueVersion.objects.get(pk=version)
    world.ids |= {"catalogue": found.catalogue_id, "in_force": version}
    world.things |= {
        "agency": {"identity": township},
        "catalogue": {"identity": found.catalogue_id, "month": "2026-03"},
        "decided": {"identity": decided.pk},
        "shown": {"rule": shown.record_id, "number": 1},
    }


def kept_private(world: World) -> World:
    """What the township has and shows nobody: a thing of each kind, with words of its own."""
    _organised(world)
    _in_hand(world)
    _people(world)
    _received(world)
    return world


def _organised(world: World) -> None:
    township, keeper, said = world.places[OWN], world.keeper, SECRETS
    group = UUID(
        organisation.found_group(
            township,
            GroupKind.LEADING,
            said["group"],
            SET_UP,
            document=_written(PDF),
            document_type="application/pdf",
            actor=keeper,
        ).result["group"]
    )
    member = organisation.add_member(group, "某某", MemberRole.HEAD, SET_UP, actor=keeper).result["member"]
    post = UUID(organisation.set_up_post(township, said["post"], SET_UP, actor=keeper).result["post"])
    holding = organisation.take_post(post, "某某", SET_UP, actor=keeper).result["holding"]
    organisation.take_post(
        post, "某某某", DAY, handed_over=["台账"], proof=_written(PDF), proof_type="application/pdf", actor=keeper
    )
    resource = organisation.add_resource(township, ResourceKind.FUNDS, said["resource"], SET_UP, actor=keeper)
    rule = library.make_rule(township, RuleKind.REVIEW, said["rule"], _wording(), False, actor=keeper)
    world.ids |= {"group": group, "member": UUID(member), "post": post, "rule": rule.record_id}
    world.ids |= {"resource": UUID(resource.result["resource"])}
    world.things |= {
        "group": {"identity": group},
        "member": {"identity": member},
        "post": {"identity": post},
        "holding": {"identity": holding},
        "resource": {"identity": resource.result["resource"]},
        "rule": {"identity": rule.record_id, "rule": rule.record_id, "number": 1},
    }


def _in_hand(world: World) -> None:
    """A draft of the township; of its office a version that waits for the leader, with a link for him."""
    keeper, leader = world.keeper, world.leader
    draft = UUID(catalogue.start_draft(world.ids["catalogue"], actor=keeper).result["version"])
    row = rows_of(CatalogueVersion.objects.get(pk=draft))[0]
    catalogue.change_matter(draft, row.key, {"level2": SECRETS["draft"]}, actor=keeper)
    matter = CatalogueVersion.objects.get(pk=draft).matters.get(level2=SECRETS["draft"])
    opened = catalogue.open_catalogue(world.ids["unit"], SECRETS["decision"], actor=keeper)
    waiting = UUID(opened.result["version"])
    bringing.import_rows(waiting, MATTERS[:1], False, actor=keeper)
    catalogue.submit(waiting, leader.pk, DAY, actor=keeper)
    decision = Decision.objects.get(record_id=waiting)
    token, hashed = decisions.new_token()
    decisions.make_link(decision.pk, hashed, actor=keeper)
    unpublished = CatalogueVersion.objects.get(pk=waiting).catalogue_id
    world.ids |= {"draft": draft, "matter": row.key, "waiting": waiting, "decision": decision.pk, "hash": decision.version_hash}
    world.things |= {
        "draft": {"identity": draft, "version": draft, "kind": "xlsx"},
        "matter": {"identity": matter.pk},
        "waiting": {"identity": waiting},
        "unpublished": {"catalogue": unpublished},
        "decision": {"identity": decision.pk, "decision": decision.pk},
        "link": {"token": token},
    }


def _people(world: World) -> None:
    """Somebody of the township with a role, an absence, a key for a program, an upload, a view; a demand of its office."""
    township, keeper = world.places[OWN], world.keeper
    person = _enrolled("person", SECRETS["person"], township, Role.LIAISON, phone=SECRETS["phone"])
    grant = person.grants.get()
    away = substitution.arrange(person.pk, keeper.pk, DAY, DAY + timedelta(days=3), "出差", actor=OPERATOR)
    demand = demands.demand(world.ids["unit"], Factor.TOTP, actor=OPERATOR)
    author = world.somebody(Role.SUPERVISION, OWN)
    said = remarks.remark("agencies.agency", township, SECRETS["remark"], actor=author)
    with transaction.atomic():
        tasks.open_task(Agency.objects.get(pk=township), keeper, "test", SECRETS["task"], DAY)
    _, hashed = tokens.new_token()
    token = tokens.make_token(person.pk, "同步", hashed, DAY + timedelta(days=30), actor=person).result["token"]
    upload = uploads.begin(person, "保密.pdf", 100, "1")
    saved.keep(person, "tasks", "我的视图", "q=1")
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})
    world.ids |= {"person": person.pk, "grant": grant.pk, "absence": UUID(away.result["substitution"])}
    world.ids |= {"remark": said.record_id, "token": UUID(token)}
    world.things |= {
        "person": {"identity": person.pk},
        "grant": {"identity": grant.pk},
        "absence": {"identity": away.result["substitution"]},
        "demand": {"identity": demand.result["demand"]},
        "remark": {"identity": said.record_id},
        "upload": {"identity": upload.pk},
        "own token": {"token": token},
        "own view": {"view": person.views.get().pk},
        "own key": {"pk": key.pk},
    }


def _received(world: World) -> None:
    """A photo that came through the village's door."""
    village = world.places[BELOW]
    door = Door.objects.select_related("agency").get(
        pk=incoming.open_door(village, actor=world.somebody(Role.OFFICER, OWN)).record_id
    )
    picture = io.BytesIO()
    Image.new("RGB", (64, 48)).save(picture, "JPEG")
    sent = incoming.receive(door.pk, SECRETS["item"], SECRETS["place"], [_written(picture.getvalue())], actor=DoorBearer(door))
    item = UUID(sent.result["item"])
    world.ids |= {"item": item}
    world.things |= {
        "item": {"identity": item, "position": 1},
        "village": {"agency": village},
        "token": {"token": door.token},
    }


def _written(data: bytes, file_class: FileClass = FileClass.INTERNAL) -> Written:
    return files.write(data, file_class)


def _wording(file_class: FileClass = FileClass.INTERNAL) -> Wording:
    return Wording(
        date(2022, 1, 5),
        date(2022, 2, 1),
        "第一条　公开前逐件审查。",
        "石政发〔2022〕1号",
        file=_written(PDF, file_class),
        file_name="制度.pdf",
        file_type="application/pdf",
    )
