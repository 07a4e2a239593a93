"""Listings and records as programs read them: from the same selectors as the desk's screens."""
