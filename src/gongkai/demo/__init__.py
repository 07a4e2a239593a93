"""The made-up county 云水县, for trying the product and for its tests: `gongkai demo`.

Everything in it is done by acts, at plausible dates with the clock held at them; nothing is written past the acts. The same
seed and day give the same content (ids and password hashes differ: they are made anew in every installation).
"""
