"""Hostile files are read in child processes with limits: one bad file never takes the batch, or the site, down."""

from __future__ import annotations

from gongkai.documents.sandbox.pool import Pool, Result, run

__all__ = ["Pool", "Result", "run"]
