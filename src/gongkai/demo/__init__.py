"""The made-up county 云水县, for trying the product and for its tests: `gongkai demo`.

Everything in it is done by acts, at plausible dates with the clock held at them; nothing is written past the acts. All of it is
one transaction: an installation has the county whole or not at all. The same seed and day give the same rows, ids and times
too; only what must be of chance everywhere differs (passwords, keys of doors and links).
"""
