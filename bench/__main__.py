"""python -m bench [speed] · writing · desk · api · generated [N] [--first N] · mutate [N] [--first N] [--show I]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one of the measurements; 0 where everything is as it must be."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed, made-up reports, mutated files.")
    commands = parser.add_subparsers(dest="command")
    speed = commands.add_parser("speed", help="readers, checker and writers beside floors and peers (default)")
    speed.add_argument("--rounds", type=int, default=5)
    speed.add_argument("--no-batch", action="store_true")
    commands.add_parser("writing", help="writers, comparison and roll-up alone")
    commands.add_parser("desk", help="home and lists of the desk in a county of 2,000 people")
    commands.add_parser("api", help="listings of the API in a county of 2,000 people")
    generated = commands.add_parser("generated", help="made-up reports in every layout, read and checked")
    generated.add_argument("count", type=int, nargs="?", default=2000)
    generated.add_argument("--first", type=int, default=0)
    mutate = commands.add_parser("mutate", help="mutated files through the readers in child processes")
    mutate.add_argument("count", type=int, nargs="?", default=1_000_000)
    mutate.add_argument("--first", type=int, default=None, help="start here instead of where the last run stopped")
    mutate.add_argument("--workers", type=int, default=None)
    mutate.add_argument("--show", type=int, help="write the mutated file of this number and say how it was made")
    mutate.add_argument("--state", type=Path, default=Path("build/bench-mutate.json"))
    given = parser.parse_args(arguments)
    if given.command == "generated":
        from bench.generated import run

        return run(given.count, given.first)
    if given.command == "mutate":
        from bench import mutate as fuzz

        if given.show is not None:
            return fuzz.show(given.show)
        return fuzz.main(given.count, given.first, given.workers, given.state)
    if given.command == "desk":
        from bench.desk import run as answer

        return answer()
    if given.command == "api":
        from bench.api import run as serve

        return serve()
    if given.command == "writing":
        from bench.writing import run as write

        return write()
    from bench.speed import run as measure

    return measure(rounds=getattr(given, "rounds", 5), batch=not getattr(given, "no_batch", False))


if __name__ == "__main__":
    sys.exit(main())
