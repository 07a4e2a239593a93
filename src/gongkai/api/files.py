"""Files that acts take: in the body stands the id of an upload, the act is given the file in the store. A file may be what it
may be in the desk's forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gongkai.records.accounts import uploads
from gongkai.records.accounts.models import User
from gongkai.records.accounts.uploads import OFFICE, PROOF, Upload
from gongkai.records.base.files import services as files
from gongkai.records.base.files.store import Written

TYPES: dict[tuple[str, str], tuple[str, ...]] = {
    ("library.make_rule", "file"): ("application/pdf", *OFFICE),
    ("library.new_version", "file"): ("application/pdf", *OFFICE),
    ("catalogue.import_rows", "source"): OFFICE,
    ("agencies.found_group", "document"): PROOF,
    ("agencies.take_post", "proof"): PROOF,
    ("accounts.decide", "proof"): PROOF,
}
"""Act, argument → the kinds of files that may come. A test sees that no argument is missing."""

ACTS = frozenset({*(act for act, _ in TYPES), "incoming.receive"})
"""The acts that take files, which are read before."""


def upload_for(act: str, argument: str, identity: Any, user: User) -> Upload:
    """The caller's finished upload, in the store. Refused where it is not finished, or of a kind the act does not take."""
    from gongkai.api.reports import reading

    name, path = uploads.content(user, str(identity))
    with reading():
        return uploads.into_store(uploads.pieces(path), name, TYPES[act, argument])


def photo_for(identity: Any, user: User) -> Written:
    """An uploaded photo as it may be kept: drawn anew in a child process, without what the telephone wrote into it."""
    from gongkai.api.reports import reading
    from gongkai.records.incoming import pieces

    _, path = uploads.content(user, str(identity))
    with reading():
        return pieces.clean(path.read_bytes()[: pieces.PHOTO_BYTES + 1])


def _wording(arguments: dict[str, Any], shown: bool) -> dict[str, Any]:
    """The rule's file in the class of a rule that is shown or not, its text read where none was given."""
    from gongkai.api.reports import reading
    from gongkai.records.library import services
    from gongkai.records.library.reading import check_file, text_of

    wording = arguments["wording"]
    if wording.file is None:
        return arguments
    with files.store().open(wording.file.file_class, wording.file.sha256) as source:
        content = source.read()
    with reading():
        text = wording.text if wording.text.strip() else text_of(content, wording.file_name)
        if shown:
            check_file(content, wording.file_name)
    return {**arguments, "wording": replace(wording, text=text, file=services.in_class(wording.file, shown))}


def _new_rule(user: User, arguments: dict[str, Any]) -> dict[str, Any]:
    from gongkai.records.agencies.models import Agency
    from gongkai.records.library.policies import may_edit

    place = Agency.objects.filter(pk=arguments["agency"]).first()
    return _wording(arguments, arguments.get("shown", True)) if may_edit(user, place) else arguments


def _new_version(user: User, arguments: dict[str, Any]) -> dict[str, Any]:
    from gongkai.records.library.models import Rule
    from gongkai.records.library.policies import may_edit

    rule = Rule.objects.select_related("agency").filter(pk=arguments["rule"]).first()
    return _wording(arguments, rule.shown) if rule is not None and may_edit(user, rule.agency) else arguments


NO_PASSWORD = "!" + "-" * 40
"""A password nobody has, the same each time, so that a repeated request is seen to be the same."""


def _people(user: User, arguments: dict[str, Any]) -> dict[str, Any]:
    """Rows as the act keeps them; nobody gets a password over the API."""
    rows = [
        {
            **{"post": "", "phone": "", **row},
            "agency": str(row["agency"]),
            "roles": [role.value for role in row["roles"]],
            "since": row["since"].isoformat(),
            "until": row["until"].isoformat() if row.get("until") else None,
        }
        for row in arguments["rows"]
    ]
    return {**arguments, "rows": rows, "encoded": [NO_PASSWORD] * len(rows)}


PREPARED: dict[str, Callable[[User, dict[str, Any]], dict[str, Any]]] = {
    "library.make_rule": _new_rule,
    "library.new_version": _new_version,
    "accounts.import": _people,
}
"""Act → what the desk's screen does before it, too."""
