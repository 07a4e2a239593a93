"""Agencies, their tree on any day, and the sites of the installation."""
