"""The law as dated data and pure functions over it. No Django, no "today": dates are arguments."""
