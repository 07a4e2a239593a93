"""Screens of what comes in from villages, and of the doors it comes through."""
