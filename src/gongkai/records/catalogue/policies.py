"""Who may work on a catalogue. Catalogues in force are public; drafts are for the agency and those above who see agencies."""

from __future__ import annotations

from gongkai.records.accounts.policies import holds
from gongkai.records.accounts.roles import AGENCIES_SEE, CATALOGUE_EDIT, DECISIONS_ASK
from gongkai.records.base.policies import system

may_edit = holds(CATALOGUE_EDIT)
may_submit = holds(CATALOGUE_EDIT) & holds(DECISIONS_ASK)
may_see_drafts = holds(AGENCIES_SEE)
may_remind = system("scheduler")
may_file = holds(CATALOGUE_EDIT) | system("scheduler")
