"""Screens on people: who works where with which roles, substitution, hand-over, import."""
