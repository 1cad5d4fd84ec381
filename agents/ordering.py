"""Putting chosen facts first with as few moves as possible."""

from collections.abc import Sequence


def anchors(ids: Sequence[str], front: Sequence[str]) -> dict[str, str]:
    """For each of *ids* that has to move, in order, the one that does not and that it precedes.

    Afterwards those of *front* stand first, in that order. No anchor moves itself, so each move
    holds without the others, and they may be applied one after another.
    """
    first = [id for id in dict.fromkeys(front) if id in ids]
    wanted = [*first, *(id for id in ids if id not in first)]
    still = _still([ids.index(id) for id in wanted])
    moves = {}
    for at, id in enumerate(wanted):
        if at not in still:
            moves[id] = wanted[min(other for other in still if other > at)]
    return moves


def _still(places: list[int]) -> set[int]:
    """Positions of the longest rising run of *places* that ends with the last of them."""
    if not places:
        return set()
    length = [1] * len(places)
    before = [-1] * len(places)
    for at in range(len(places)):
        for earlier in range(at):
            if places[earlier] < places[at] and length[earlier] >= length[at]:
                length[at], before[at] = length[earlier] + 1, earlier
    kept, at = set(), len(places) - 1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
