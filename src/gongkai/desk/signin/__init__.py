"""Signing in and out, second factors, and what every person manages of their own account."""
