"""What one looks at before deciding: the content of the record, and whether it is still the version asked about."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.desk import kinds
from gongkai.records.accounts.decisions import is_current
from gongkai.records.accounts.models import Decision


@dataclass(frozen=True)
class LookedAt:
    """`content`: empty where the kind shows none. `url`: the record's page at the desk. `changed`: another version by now."""

    kind: str
    title: str
    url: str
    content: SafeString
    changed: bool


def looked_at(decision: Decision) -> LookedAt:
    """What the decision is about, as it is now."""
    about = kinds.shown([(decision.record_type, decision.record_id)]).get((decision.record_type, decision.record_id))
    known = kinds.of_type(decision.record_type)
    changed = not decision.outcome and not is_current(decision)
    content = SafeString("")
    if known and known.content and about and not changed:
        shown = known.content(decision.record_id)
        content = render_to_string(shown.template, dict(shown.context))
    return LookedAt(
        about.kind if about else "",
        about.title if about else decision.subject,
        about.url if about else "",
        content,
        changed,
    )
