"""Postings that want something from the candidate before there is a job."""

from agents import tables

_GRAVE = ("documents", "bank", "fee")  # signs that are reason enough alone
_LESSER = ("pay", "no experience", "messenger", "pressure")
_ENOUGH = 2


def smells(text: str) -> bool:
    """Whether *text* asks for bank or passport data or money, or shows two lesser signs."""
    if any(tables.pattern("scams", sign).search(text) for sign in _GRAVE):
        return True
    return sum(bool(tables.pattern("scams", sign).search(text)) for sign in _LESSER) >= _ENOUGH
