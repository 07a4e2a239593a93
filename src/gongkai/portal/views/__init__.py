"""Screens and downloads of the public face."""
