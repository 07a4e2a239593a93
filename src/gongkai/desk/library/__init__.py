"""Screens of the library: rules in versions, the disclosure guide."""
