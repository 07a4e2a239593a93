"""Who sees and does what, written down: the table of the walk. What is not written here is denied, and fails the walk.

Taken from the house rules and docs/decisions/0007, not from the code: a right is asked for at a place. A role counts at its own
agency with the villages and units that are part of it; of the agencies above, four roles reach down; a neighbour's never count,
and what somebody holds in a village counts in the village. Who does not see a thing gets the answer of a thing that is not
there (404); who sees it and may not do it is told so (403).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.records.accounts.roles import Role

OWN, NEIGHBOUR, COUNTY, BELOW, BESIDE = "own", "neighbour", "county", "below", "beside"
PLACES = (OWN, NEIGHBOUR, COUNTY, BELOW, BESIDE)
"""Where somebody holds the role: the township whose things these are, the township next to it, the county above, the village
below, a department of the county."""

Roles = frozenset[Role]
REACH: Roles = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ASSESSOR, Role.AUDITOR})
ALIKE: tuple[Roles, ...] = (
    frozenset(
        {
            Role.REVIEWER_FIRST,
            Role.REVIEWER_SECOND,
            Role.REVIEWER_THIRD,
            Role.SECRECY_REVIEWER,
            Role.LEGAL_REVIEWER,
        }
    ),
    frozenset({Role.APPLICATION_HANDLER, Role.REPORT_PREPARER}),
)
"""Roles that may the same."""

WALKERS: dict[str, tuple[Roles, ...]] = {
    OWN: (*ALIKE, *(frozenset({role}) for role in Role if not any(role in alike for alike in ALIKE))),
    COUNTY: (*(frozenset({role}) for role in sorted(REACH)), frozenset(Role) - REACH),
    **{
        place: (frozenset({Role.ADMINISTRATOR}), frozenset(Role) - {Role.ADMINISTRATOR}) for place in (NEIGHBOUR, BELOW, BESIDE)
    },
}
"""Who walks, by place: every role stands in one of the sets of each place, and each set is one person. Rights add up, so what
is closed to somebody with many roles is closed to each of them."""

NOBODY: Roles = frozenset()
ALL: Roles = frozenset(Role)
MANAGE: Roles = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
ORGANISE = MANAGE | {Role.OFFICER}
EDIT: Roles = frozenset({Role.SUPERVISOR, Role.OFFICER})
RECEIVE = EDIT | {Role.LIAISON}
ACCOUNTS: Roles = frozenset({Role.ADMINISTRATOR})
ASK = EDIT | {Role.OFFICE_HEAD, Role.APPLICATION_HANDLER, Role.REPORT_PREPARER}
COMMENT: Roles = frozenset({Role.SUPERVISOR, Role.SUPERVISION, Role.ASSESSOR})
READ_LOG = EDIT | {Role.SIGNER, Role.OFFICE_HEAD, Role.SUPERVISION, Role.ASSESSOR, Role.AUDITOR}


@dataclass(frozen=True)
class Open:
    """`thing` is what the address names. Who `sees` it gets its page; who `may` opens the form or acts; `does`: who gets the
    whole body done, if that is fewer. `of`: whose the thing is, the township's or its village's."""

    thing: str
    sees: Roles
    may: Roles | None = None
    of: str = OWN
    more: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    does: Roles | None = None

    def holds(self, roles: Roles, held: Roles, place: str) -> bool:
        """Whether one of the roles held at the place is one of these where the thing is."""
        at_home = place == OWN or (place == BELOW and self.of == BELOW)
        return bool(held & roles if at_home else held & roles & REACH if place == COUNTY else NOBODY)


def _each(prefix: str, names: str, opened: Open) -> dict[str, Open]:
    return {f"{prefix}{name}": opened for name in names.split()}


DESK: dict[str, Open] = {
    # An agency and what it is made of.
    "desk:agency": Open("agency", ALL),
    **_each("desk:agency-", "register rename reclassify credit-code move merge", Open("agency", ALL, MANAGE)),
    **_each("desk:", "agency-contacts group-found post-set-up resource-add", Open("agency", ALL, ORGANISE)),
    **_each("desk:", "member-add group-show group-end", Open("group", ALL, ORGANISE)),
    "desk:group-document": Open("group", ALL),
    "desk:member-end": Open("member", ALL, ORGANISE),
    **_each("desk:", "post-take post-end", Open("post", ALL, ORGANISE)),
    "desk:handover-proof": Open("holding", ALL),
    "desk:resource-end": Open("resource", ALL, ORGANISE),
    "desk:trail": Open("agency", READ_LOG, more={"record_type": "agencies.agency"}),
    # The library.
    **_each("desk:", "rule rule-file", Open("rule", ALL)),
    **_each("desk:rule-", "version repeal go-on show", Open("rule", ALL, EDIT)),
    "desk:guide-of": Open("agency", ALL, EDIT),
    # What a village sends, and its door: for who handles it, and nobody else.
    **_each("desk:incoming-", "item photo take decline", Open("item", RECEIVE, of=BELOW)),
    **_each("desk:door", " -poster -open -close", Open("village", RECEIVE, of=BELOW)),
    "desk:door": Open("village", RECEIVE, of=BELOW),
    # The catalogue: this is a draft.
    **_each("desk:catalogue-", "of coverage-of calendar-of", Open("agency", ALL)),
    "desk:catalogue-open": Open("agency", ALL, EDIT),
    **_each("desk:catalogue-", "version difference export", Open("draft", ALL)),
    **_each("desk:catalogue-", "import add absent copy samples refresh submit drop", Open("draft", ALL, EDIT)),
    "desk:catalogue-matter": Open("matter", ALL),
    **_each("desk:catalogue-", "change mark move remove", Open("matter", ALL, EDIT)),
    "desk:catalogue-withdraw": Open("waiting", ALL, EDIT),
    **_each("desk:catalogue-", "draft confirm", Open("catalogue", ALL, EDIT)),
    # Decisions: of who asks there and who reads the log; made by the one who was asked, by nobody here.
    "desk:decision": Open("decision", ASK | READ_LOG, body="approve", does=NOBODY),
    "desk:decision-paper": Open("decision", ASK | READ_LOG, ASK),
    "desk:decision-link": Open("decision", ASK | READ_LOG, ASK),
    "desk:decision-proof": Open("decided", ASK | READ_LOG),
    # People.
    "people:person": Open("person", ACCOUNTS | READ_LOG),
    **_each(
        "people:",
        "password grant rename change-username transfer deactivate reactivate reset-factors link-identity unlink-identity "
        "substitute hand-over",
        Open("person", ACCOUNTS | READ_LOG, ACCOUNTS),
    ),
    "people:vouch": Open("person", ACCOUNTS | READ_LOG, ACCOUNTS | (ASK & READ_LOG)),
    "people:end-role": Open("grant", ACCOUNTS | READ_LOG, ACCOUNTS),
    "people:end-substitution": Open("absence", ACCOUNTS | READ_LOG, ACCOUNTS),
    "people:lift-demand": Open("demand", ACCOUNTS),
    "people:remark": Open("agency", COMMENT, more={"record_type": "agencies.agency"}),
    "people:answer-remark": Open("remark", COMMENT | ASK, body="answer", does=ASK),
    # One's own, and nobody else's.
    "desk:upload": Open("upload", NOBODY),
}

PUBLIC: dict[str, tuple[str, int]] = {
    "portal:agency": ("agency", 200),
    "portal:guide": ("agency", 200),
    "portal:guide-file": ("agency", 200),
    "portal:rules": ("agency", 200),
    "portal:board": ("agency", 200),
    "portal:rule": ("shown", 200),
    "portal:rule-file": ("shown", 200),
    "portal:catalogue": ("agency", 200),
    "portal:catalogue-file": ("agency", 200),
    "desk:link": ("link", 200),
    "portal:village": ("token", 200),
    "portal:village-done": ("token", 200),
}
"""What everybody gets, signed in or not."""

HIDDEN: dict[str, str] = {
    "portal:rule": "rule",
    "portal:rule-file": "rule",
    "portal:catalogue-file": "village",
}
"""What nobody gets at public addresses: rules that are not shown, catalogues without a version in force."""

PERSONAL = ("me-token-revoke", "me-view-drop", "mfa_remove_webauthn", "desk:upload")
"""Addresses of one's own things: another's stay as they are."""

WITHOUT_RECORD = frozenset(
    {
        "desk:help-topic",
        "openid_connect_login",
        "openid_connect_callback",
        "portal:style",
        "portal:sample",
        # Pieces behind a door: tests/desk/test_incoming.py.
        "portal:village-photo",
        "portal:village-piece",
    }
)
"""Addresses that name no record of an agency. Those of visits begin with a visit's token: tests/portal/test_visits.py."""
VISIT_PATH = "/check/v/"
