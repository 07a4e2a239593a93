"""Every address of the product, and who may ask it for what. An address that is not listed here fails the walk.

A route without an entry for somebody is closed to them: the walk then expects one of DENIED. Later issues add their
routes here, with the roles that may; nothing is open because somebody forgot to close it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from gongkai.api.acts import OPEN
from gongkai.records.accounts.roles import (
    AGENCIES_MANAGE,
    AGENCIES_SEE,
    CAPABILITIES,
    COMMENT,
    DECISIONS_ASK,
    INCOMING_HANDLE,
    LIBRARY_EDIT,
    LOG_SEE,
    Role,
)

ANONYMOUS = "anonymous"
NOBODY = "nobody"  # logged in, without a role
FORMER = "former"  # with a role, deactivated
WALKERS = (ANONYMOUS, NOBODY, FORMER, *(role.value for role in Role))
ANYONE: Mapping[str, int] = dict.fromkeys(WALKERS, 200)
NOT_THERE: Mapping[str, int] = dict.fromkeys(WALKERS, 404)  # public, but this one does not exist
DENIED = frozenset({302, 403, 404})
METHOD_REFUSED = 405
STAFF: Mapping[str, int] = {walker: 200 for walker in WALKERS if walker not in (ANONYMOUS, FORMER)}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGNED_IN: Mapping[str, int] = dict.fromkeys((w for w in WALKERS if w not in (ANONYMOUS, FORMER)), 200)
ADMINISTRATOR: Mapping[str, int] = {Role.ADMINISTRATOR.value: 200}
REMARK_READERS: Mapping[str, int] = {role.value: 200 for role in Role if {COMMENT, DECISIONS_ASK} & CAPABILITIES[role]}
SEERS: Mapping[str, int] = {role.value: 200 for role in Role if AGENCIES_SEE in CAPABILITIES[role]}
LIBRARIANS: Mapping[str, int] = {role.value: 200 for role in Role if LIBRARY_EDIT in CAPABILITIES[role]}
HANDLERS: Mapping[str, int] = {role.value: 200 for role in Role if INCOMING_HANDLE in CAPABILITIES[role]}
LOG_READERS: Mapping[str, int] = {role.value: 200 for role in Role if LOG_SEE in CAPABILITIES[role]}

_MANAGES: Mapping[str, int] = {role.value: 200 for role in Role if AGENCIES_MANAGE in CAPABILITIES[role]}


@dataclass(frozen=True)
class Route:
    """`arguments` make the address. `read`: what GET and HEAD answer whom; None: they are no methods of it (405).

    `writes`: the methods that change something. The walk sends them without a CSRF token and expects 403: from another
    site nobody gets anything done. What they do with one is tested where they live.

    `program`: an address of the API, which says 401 to nobody known, and leads nobody to a sign-in page.
    """

    read: Mapping[str, int] | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    program: bool = False


_VISIT = {"token": "A" * 43}
_FILE = {**_VISIT, "position": 1}

_NO_RECORD = {"identity": UUID(int=7)}
_AGENCY = {"agency": UUID(int=7)}
_DOOR = {"token": "A" * 32}

ROUTES: dict[str, Route] = {
    "health": Route(ANYONE),
    "portal:home": Route(ANYONE),
    "portal:check": Route(ANYONE, writes=("POST",)),
    "portal:sample": Route(None, {"key": "anything"}, writes=("POST",)),
    "portal:profile-example": Route(ANYONE),
    "portal:empty-form": Route(ANYONE),
    "portal:empty-form-xlsx": Route(NOT_THERE),  # without a year there is none
    "portal:clear": Route(None, writes=("POST",)),
    "portal:deleted": Route(ANYONE),
    # A visit is for the browser that began it; to everybody else it does not exist.
    "portal:visit": Route(NOT_THERE, _VISIT),
    "portal:status": Route(NOT_THERE, _VISIT),
    "portal:delete": Route(None, _VISIT, writes=("POST",)),
    "portal:all-xlsx": Route(NOT_THERE, _VISIT),
    "portal:all-jsonl": Route(NOT_THERE, _VISIT),
    "portal:sheet": Route(NOT_THERE, _FILE),
    "portal:opinions": Route(NOT_THERE, _FILE),
    "portal:opinions-txt": Route(NOT_THERE, _FILE),
    "portal:one-xlsx": Route(NOT_THERE, _FILE),
    "portal:one-json": Route(NOT_THERE, _FILE),
    "portal:edit": Route(NOT_THERE, _FILE, writes=("POST",)),
    "portal:as-read": Route(NOT_THERE, {**_FILE, "kind": "docx"}),
    "portal:corrected": Route(NOT_THERE, {**_FILE, "kind": "docx"}),
    "portal:commented": Route(NOT_THERE, _FILE),
    # The desk is for who signed in; what each sees there comes from selectors.
    "desk:home": Route(STAFF),
    "desk:tasks": Route(STAFF, writes=("POST",)),
    "desk:switch": Route(None, writes=("POST",)),
    "desk:search": Route(STAFF),
    "desk:help": Route(STAFF),
    "desk:help-topic": Route(STAFF, {"topic": "today"}),
    "desk:decisions": Route(SIGNED_IN, writes=("POST",)),  # each sees what was asked of them or by them
    "desk:decision": Route({}, _NO_RECORD, writes=("POST",)),
    "desk:decision-paper": Route({}, _NO_RECORD, writes=("POST",)),
    "desk:decision-link": Route(None, _NO_RECORD, writes=("POST",)),
    "desk:decision-proof": Route({}, _NO_RECORD),
    "desk:link": Route(NOT_THERE, {"token": "A" * 43}, writes=("POST",)),
    "desk:agencies": Route(SEERS),
    "desk:agency-list": Route(SEERS, writes=("POST",)),
    "desk:posts": Route(SEERS, writes=("POST",)),
    # Of an agency or a part of it that one does not see, it is as if it were not there.
    "desk:agency": Route({}, _NO_RECORD),
    "desk:group-document": Route({}, _NO_RECORD),
    "desk:handover-proof": Route({}, _NO_RECORD),
    "desk:trail": Route({}, {**_NO_RECORD, "record_type": "agencies.agency"}),
    **{
        f"desk:{name}": Route({}, _NO_RECORD, writes=("POST",))
        for name in (
            "agency-register",
            "agency-rename",
            "agency-reclassify",
            "agency-credit-code",
            "agency-move",
            "agency-merge",
            "agency-contacts",
            "group-found",
            "post-set-up",
            "resource-add",
            "member-add",
            "group-show",
            "group-end",
            "member-end",
            "post-take",
            "post-end",
            "resource-end",
        )
    },
    "desk:agency-import": Route(_MANAGES, writes=("POST",)),
    "desk:agency-import-do": Route(None, writes=("POST",)),
    "desk:agency-template": Route(_MANAGES),
    "desk:agency-export": Route(SEERS),
    "desk:drafts": Route(STAFF, writes=("POST",)),
    "desk:upload-begin": Route(None, writes=("POST",)),
    "desk:upload": Route({}, {"identity": "019cd5e6-d200-7056-9142-68d607a8777b"}, writes=("POST",)),
    "portal:style": Route(ANYONE, {"name": "compare"}),
    "portal:compare": Route(NOT_THERE, _VISIT),
    "portal:comparison": Route(NOT_THERE, {**_FILE, "other": "2"}),
    "portal:comparison-file": Route(NOT_THERE, {**_FILE, "other": "2", "kind": "docx"}),
    "portal:rollup": Route(NOT_THERE, _VISIT, writes=("POST",)),
    "portal:rollup-result": Route(NOT_THERE, _VISIT, writes=("POST",)),
    "portal:rollup-file": Route(NOT_THERE, {**_VISIT, "kind": "xlsx"}),
    "portal:rollup-report": Route(NOT_THERE, {**_VISIT, "kind": "docx"}),
    # Public pages of agencies; this one is none.
    "portal:agencies": Route(ANYONE),
    **{f"portal:{name}": Route(NOT_THERE, _AGENCY) for name in ("agency", "guide", "rules", "board")},
    "portal:guide-file": Route(NOT_THERE, {**_AGENCY, "kind": "docx"}),
    "portal:rule": Route(NOT_THERE, {**_AGENCY, "rule": UUID(int=7)}),
    "portal:rule-file": Route(NOT_THERE, {**_AGENCY, "rule": UUID(int=7), "number": 1}),
    # A village's door opens for its token; nobody has this one.
    "portal:village": Route(NOT_THERE, _DOOR, writes=("POST",)),
    "portal:village-done": Route(NOT_THERE, _DOOR),
    "portal:village-photo": Route(None, _DOOR, writes=("POST",)),
    "portal:village-piece": Route(NOT_THERE, {**_DOOR, "identity": "0" * 32}, writes=("POST",)),
    # The library: who sees the agency's work sees its rules; who keeps it makes them.
    "desk:rules": Route(SEERS, writes=("POST",)),
    "desk:rule": Route({}, _NO_RECORD),
    "desk:rule-file": Route({}, {**_NO_RECORD, "number": 1}),
    "desk:rule-new": Route(LIBRARIANS, writes=("POST",)),
    **{f"desk:rule-{name}": Route({}, _NO_RECORD, writes=("POST",)) for name in ("version", "repeal", "go-on", "show")},
    "desk:guide": Route(LIBRARIANS, writes=("POST",)),
    "desk:guide-of": Route({}, _AGENCY, writes=("POST",)),
    # What comes in from villages, and its doors.
    "desk:incoming": Route(HANDLERS, writes=("POST",)),
    "desk:incoming-item": Route({}, _NO_RECORD),
    "desk:incoming-photo": Route({}, {**_NO_RECORD, "position": 1}),
    "desk:incoming-take": Route({}, _NO_RECORD, writes=("POST",)),
    "desk:incoming-decline": Route({}, _NO_RECORD, writes=("POST",)),
    "desk:doors": Route(HANDLERS, writes=("POST",)),
    "desk:door": Route({}, _AGENCY),
    "desk:door-poster": Route({}, _AGENCY),
    "desk:door-open": Route({}, _AGENCY, writes=("POST",)),
    "desk:door-close": Route({}, _AGENCY, writes=("POST",)),
    # The catalogue: what is in force is public; a draft is for who sees the agency's work. These ids are none.
    "portal:catalogue": Route(NOT_THERE, _AGENCY),
    "portal:catalogue-file": Route(NOT_THERE, {**_AGENCY, "kind": "json"}),
    **{f"desk:catalogue{name}": Route(SEERS) for name in ("", "-county", "-coverage", "-calendar")},
    "desk:catalogue-blank": Route(STAFF),
    **{f"desk:catalogue-{name}": Route({}, _NO_RECORD) for name in ("of", "coverage-of", "calendar-of")},
    **{f"desk:catalogue-{name}": Route({}, _NO_RECORD) for name in ("difference", "matter")},
    "desk:catalogue-export": Route({}, {**_NO_RECORD, "kind": "xlsx"}),
    "desk:catalogue-confirm": Route({}, {**_NO_RECORD, "month": "2026-03"}, writes=("POST",)),
    **{
        f"desk:catalogue-{name}": Route({}, _NO_RECORD, writes=("POST",))
        for name in (
            "version",
            "open",
            "draft",
            "import",
            "add",
            "absent",
            "copy",
            "samples",
            "refresh",
            "submit",
            "withdraw",
            "drop",
            "change",
            "mark",
            "move",
            "remove",
        )
    },
    # Sign-in: whoever signed in has no business there (302), nor has who did not come from the step before.
    "account_login": Route({ANONYMOUS: 200, FORMER: 200}, writes=("POST",)),
    "account_logout": Route(None, writes=("POST",)),
    "mfa_authenticate": Route({}, writes=("POST",)),
    "mfa_login_webauthn": Route(None, writes=("POST",)),
    "account_reauthenticate": Route({}, writes=("POST",)),
    "mfa_reauthenticate": Route({}, writes=("POST",)),
    "mfa_reauthenticate_webauthn": Route({}, writes=("POST",)),
    "openid_connect_login": Route(NOT_THERE, {"provider_id": "gongkai-oidc"}),
    "openid_connect_callback": Route(NOT_THERE, {"provider_id": "gongkai-oidc"}),
    # One's own account.
    "me": Route(SIGNED_IN),
    "me-password": Route(SIGNED_IN, writes=("POST",)),
    "me-sessions-end": Route(None, writes=("POST",)),
    "me-token-new": Route(SIGNED_IN, writes=("POST",)),
    "me-token-revoke": Route(None, {"token": _NO_RECORD["identity"]}, writes=("POST",)),
    "me-view-drop": Route(None, {"view": 1}, writes=("POST",)),
    "mfa_index": Route(SIGNED_IN),
    "mfa_activate_totp": Route(SIGNED_IN, writes=("POST",)),  # nobody here has a password to say again
    "mfa_deactivate_totp": Route({}, writes=("POST",)),
    "mfa_add_webauthn": Route(SIGNED_IN, writes=("POST",)),
    "mfa_remove_webauthn": Route({}, {"pk": 1}, writes=("POST",)),
    "mfa_view_recovery_codes": Route({}),
    "mfa_generate_recovery_codes": Route(None, writes=("POST",)),
    # People.
    "people:list": Route(LOG_READERS | ADMINISTRATOR, writes=("POST",)),
    "people:enrol": Route(ADMINISTRATOR, writes=("POST",)),
    "people:import": Route(ADMINISTRATOR, writes=("POST",)),
    "people:template": Route(ADMINISTRATOR),
    "people:do-import": Route(None, writes=("POST",)),
    "people:demands": Route(ADMINISTRATOR),
    "people:demand": Route(ADMINISTRATOR, writes=("POST",)),
    "people:person": Route({}, _NO_RECORD),
    "people:remarks": Route(
        {role.value: 200 for role in Role if {COMMENT, DECISIONS_ASK} & CAPABILITIES[role]}, writes=("POST",)
    ),
    "people:remark": Route({}, {**_NO_RECORD, "record_type": "agencies.agency"}, writes=("POST",)),
    "people:answer-remark": Route({}, _NO_RECORD, writes=("POST",)),
    **{
        f"people:{name}": Route({}, _NO_RECORD, writes=("POST",))
        for name in (
            "lift-demand",
            "end-role",
            "end-substitution",
            "password",
            "grant",
            "rename",
            "change-username",
            "transfer",
            "deactivate",
            "reactivate",
            "reset-factors",
            "link-identity",
            "unlink-identity",
            "substitute",
            "hand-over",
            "vouch",
        )
    },
}

_NONE = UUID(int=0)
_READ = partial(Route, program=True)
_DO = Route(None, writes=("POST",), program=True)

ROUTES |= {
    "api:endpoints": Route(ANYONE),
    "api:openapi": Route(ANYONE),
    "api:missing": _READ(NOT_THERE, {"rest": "anything"}),
    "api:me": _READ(SIGNED_IN),
    "api:roles": _READ(SIGNED_IN),
    "api:tasks": _READ(SIGNED_IN),
    # Lists hold what somebody may see; records that are not there are there for nobody.
    "api:agencies": _READ(SIGNED_IN),
    "api:agency": _READ({}, {"agency": _NONE}),
    "api:agency-people": _READ({}, {"agency": _NONE}),
    "api:agency-coverage": _READ({}, {"agency": _NONE}),
    "api:agency-calendar": _READ(dict.fromkeys(SIGNED_IN, 422), {"agency": _NONE}),  # from when until when?
    "api:agency-guide": _READ({}, {"agency": _NONE}),
    "api:catalogues": _READ(SIGNED_IN),
    "api:catalogue-versions": _READ({}, {"catalogue": _NONE}),
    "api:catalogue-in-force": _READ({}, {"catalogue": _NONE}),
    "api:catalogue-version": _READ({}, {"version": _NONE}),
    "api:catalogue-matters": _READ({}, {"version": _NONE}),
    "api:catalogue-differences": _READ({}, {"version": _NONE}),
    "api:rules": _READ(SIGNED_IN),
    "api:rule": _READ({}, {"rule": _NONE}),
    "api:decisions": _READ(SIGNED_IN),
    "api:decision": _READ({}, {"decision": _NONE}),
    "api:log": _READ({}, {"record_type": "agencies.agency", "record": _NONE}),
    "api:rule-file": _READ({}, {"rule": _NONE, "number": 1}),
    "api:incoming": _READ(SIGNED_IN),
    "api:incoming-item": _READ({}, {"item": _NONE}),
    "api:incoming-photo": _READ({}, {"item": _NONE, "position": 1}),
    "api:doors": _READ(SIGNED_IN),
    "api:people": _READ(SIGNED_IN),
    "api:person": _READ({}, {"person": _NONE}),
    "api:upload-begin": _DO,
    "api:upload": _READ({}, {"upload": _NONE}),
    "api:upload-piece": Route(None, {"upload": _NONE}, writes=("POST",), program=True),
    "api:import-agencies": _DO,
    "api:import-people": _DO,
    "api:import-matters": _DO,
    "api:refusals": _READ(LOG_READERS),
    "api:report-schema": _READ(SIGNED_IN),
    "api:rollup-schema": _READ(SIGNED_IN),
    "api:comparison-schema": _READ(SIGNED_IN),
    "api:report-check": _DO,
    "api:report-write": _DO,
    "api:report-compare": _DO,
    "api:report-rollup": _DO,
    **{f"api:act-{name}": _DO for name in OPEN},
}
