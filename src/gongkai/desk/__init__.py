"""Staff screens: what must be done today, lists, forms that do acts, agencies, decisions, the trail of every record."""
