"""Catalogues as files: what counties hand in and what they take away. Pure functions on rows; no database."""
