"""Whether words of a passage are told of another day than the operation's; used by its facts."""

from __future__ import annotations

from collections.abc import Sequence

TIME_REACH = 8

Time = tuple[int, int, bool]
"""The tokens [first, last) of a time, and whether it is another one than the operation's."""


def is_another_day(first: int, last: int, stretch: tuple[int, int], times: Sequence[Time]) -> bool:
    """The time in the sentence `stretch` that is next to tokens [first, last) is not its own."""
    near = [
        (max(first - end, start - last), other)
        for start, end, other in times
        if stretch[0] <= start < stretch[1]
    ]
    distance, other = min(near, default=(TIME_REACH, False))
    return other and distance < TIME_REACH
