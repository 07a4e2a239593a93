"""Screens of catalogues: what is in force, the draft, submission, exports, coverage, calendar."""
