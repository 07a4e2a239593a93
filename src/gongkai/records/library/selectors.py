"""Which wording of a rule holds on a day, which rules the public sees, and the guide that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BufferedReader
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext, gettext_lazy

from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.library.models import GuideVersion, Rule, RuleVersion
from gongkai.records.library.policies import may_see

IN_FORCE, COMING, REPEALED = "in_force", "coming", "repealed"
STANDINGS = (
    (IN_FORCE, gettext_lazy("现行有效")),
    (COMING, gettext_lazy("尚未施行")),
    (REPEALED, gettext_lazy("已废止")),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands on a day. `version`: the one that holds, is coming, or held last; `following` takes effect later."""

    rule: Rule
    version: RuleVersion
    state: str
    following: RuleVersion | None

    @property
    def said(self) -> str:
        """现行有效 and the like, with the day where one is announced."""
        name = str(dict(STANDINGS)[self.state])
        if self.state == IN_FORCE and self.version.repealed_on:
            return gettext("%(name)s，至 %(day)s") % {"name": name, "day": self.version.repealed_on.isoformat()}
        if self.state == COMING:
            return gettext("%(name)s，自 %(day)s 起施行") % {"name": name, "day": self.version.effective_on.isoformat()}
        if self.state == REPEALED and self.version.repealed_on:
            return gettext("%(name)s（自 %(day)s 起）") % {"name": name, "day": self.version.repealed_on.isoformat()}
        return name


def holding(versions: Iterable[RuleVersion], day: date) -> RuleVersion | None:
    """The wording that rules on a day: of those in effect the one that took effect last. Repealed or not is its own matter."""
    begun = [version for version in versions if version.effective_on <= day]
    return max(begun, key=lambda version: (version.effective_on, version.number), default=None)


def standing(rule: Rule, day: date | None = None) -> Standing:
    """How the rule stands on a day (today). Its versions are read once; `with_versions` reads those of many rules."""
    on = day or clock.today()
    versions = sorted(rule.versions.all(), key=lambda version: (version.effective_on, version.number))
    now = holding(versions, on)
    later = [version for version in versions if version.effective_on > on]
    if now is None:
        return Standing(rule, later[0], COMING, None)
    over = now.repealed_on is not None and now.repealed_on <= on
    return Standing(rule, now, REPEALED if over else IN_FORCE, later[0] if later else None)


def in_force(rules: QuerySet[Rule], day: date | None = None) -> list[Standing]:
    """The rules that hold on a day (today), each with its wording of that day. Two queries."""
    stood = (standing(rule, day) for rule in with_versions(rules) if rule.versions.all())
    return [one for one in stood if one.state == IN_FORCE]


def with_versions(rules: QuerySet[Rule]) -> QuerySet[Rule]:
    """The rules with their versions, files too, in one more query."""
    return rules.prefetch_related(Prefetch("versions", RuleVersion.objects.select_related("file").order_by("number")))


def visible(user: User) -> QuerySet[Rule]:
    """The rules this person sees at the desk: those of agencies whose work they see."""
    return Rule.objects.filter(agency__in=agencies_with(user, AGENCIES_SEE)).select_related("agency")


def rule_for(actor: Actor, rule: UUID) -> Rule:
    """A rule this person sees. NotFound otherwise."""
    found = with_versions(Rule.objects.filter(pk=rule).select_related("agency")).first()
    if found is None or not may_see(actor, found.agency):
        raise NotFound(gettext("找不到该制度，请返回制度列表重新选择。"))
    return found


def public_rules(agency: Agency, words: str = "", day: date | None = None) -> list[Standing]:
    """The column 政府信息公开制度: what the agency shows, in force first, repealed ones last, kept and found by `words`."""
    rules = Rule.objects.filter(agency=agency, shown=True)
    for word in words.split()[:5]:
        named = Q(title__icontains=word) | Q(versions__document_number__icontains=word) | Q(versions__text__icontains=word)
        rules = rules.filter(pk__in=Rule.objects.filter(named).values("pk"))
    stood = [standing(rule, day) for rule in with_versions(rules) if rule.versions.all()]
    order = {state: place for place, (state, _) in enumerate(STANDINGS)}
    return sorted(stood, key=lambda one: (order[one.state], one.rule.kind, one.rule.title))


def public_rule(agency: Agency, rule: UUID) -> Rule:
    """A rule the agency shows. NotFound for one it does not."""
    found = with_versions(Rule.objects.filter(pk=rule, agency=agency, shown=True)).first()
    if found is None:
        raise NotFound(gettext("没有这项制度，或本机关没有公布。"))
    return found


def file_of(rule: Rule, number: int) -> tuple[RuleVersion, BufferedReader]:
    """The file of a version of a rule that was come by through `rule_for` or `public_rule`. NotFound where there is none."""
    version = next((one for one in rule.versions.all() if one.number == number and one.file is not None), None)
    if version is None or version.file is None:
        raise NotFound(gettext("这一版本没有附件。"))
    return version, files.read(version.file)


def guides_of(agency: Agency) -> QuerySet[GuideVersion]:
    """All versions of the agency's guide, the latest first."""
    return GuideVersion.objects.filter(agency=agency).order_by("-number")


def guide_of(agency: Agency) -> GuideVersion | None:
    """The guide of an agency: its latest version."""
    return guides_of(agency).first()
