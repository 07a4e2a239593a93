"""Measurements: speed beside floors and peers, two thousand made-up reports, a million mutated files. `python -m bench`."""
