"""The law as dated data and pure functions over it. No Django, no "today": dates are arguments.

`law.parameters`: values with date and source · `law.calendar`: working days and periods · `Law`: both with local settings.
"""

from gongkai.law.law import Law, law_with, standard

__all__ = ["Law", "law_with", "standard"]
