"""What was worked out about people's texts, kept for a while, and forgotten when one of them goes.

A function marked so must depend on nothing but its arguments.
"""

import functools
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_kept: list["functools._lru_cache_wrapper[object]"] = []


def kept(most: int) -> Callable[[Callable[..., T]], "functools._lru_cache_wrapper[T]"]:
    """Keep the last *most* results of a function."""

    def keep(function: Callable[..., T]) -> "functools._lru_cache_wrapper[T]":
        remembering = functools.lru_cache(maxsize=most)(function)
        _kept.append(remembering)
        return remembering

    return keep


def forget() -> None:
    """Keep nothing of what was worked out so far."""
    for function in _kept:
        function.cache_clear()
