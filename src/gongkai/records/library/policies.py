"""Who keeps rules and guides of an agency. What is shown is public; the rest is for those who see the agency's work."""

from __future__ import annotations

from gongkai.records.accounts.policies import holds
from gongkai.records.accounts.roles import AGENCIES_SEE, LIBRARY_EDIT
from gongkai.records.base.policies import system

may_edit = holds(LIBRARY_EDIT)
may_see = holds(AGENCIES_SEE)
may_remind = system("scheduler")
