"""The path language of OFD (`AbbreviatedData`): S, M, L, Q, B, A and C with their numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

Point = tuple[float, float]

_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
MOST_TOKENS = 400_000


def subpaths(data: str) -> Iterator[tuple[list[Point], bool]]:
    """Each subpath as its points, and whether it has straight sides only. Curves give their end points.

    What cannot be understood ends the path there: the rest is not guessed.
    """
    points: list[Point] = []
    straight = True
    for command, numbers in _commands(data):
        if command in "SM":
            if len(points) > 1:
                yield points, straight
            points, straight = [(numbers[0], numbers[1])], True
        elif command == "C":
            if len(points) > 1:
                points.append(points[0])
                yield points, straight
            points, straight = points[:1], True
        else:
            points.append((numbers[-2], numbers[-1]))
            straight = straight and command == "L"
    if len(points) > 1:
        yield points, straight


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    tokens = data.replace(",", " ").split(None, MOST_TOKENS)
    i, command = 0, ""
    while i < len(tokens):
        if tokens[i] in _OPERANDS:
            command = tokens[i]
            i += 1
        elif not command or not _OPERANDS[command]:
            return
        count = _OPERANDS[command]
        try:
            numbers = [float(token) for token in tokens[i : i + count]]
        except ValueError:
            return
        if len(numbers) < count or not all(map(math.isfinite, numbers)):
            return
        yield command, numbers
        i += count
