"""Screens of agencies: tree, page, and the acts on them as forms."""
