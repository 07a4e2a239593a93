"""`python -m gongkai` is `gongkai`."""

from gongkai.cli import main

main()
