"""Screens of decisions: what waits for mine, asking by link or on paper, the page behind a one-time link."""
