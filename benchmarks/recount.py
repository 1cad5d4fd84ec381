"""What was done to a résumé, counted in the delivered document and nowhere else."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from documents.resume import Resume, Topic


@dataclass(frozen=True, slots=True)
class Recount:
    """How many lines were reworded or added, moved and left out, and in how many roles."""

    worded: int
    moved: int
    dropped: int
    roles: int

    @property
    def edits(self) -> int:
        """All of them."""
        return self.worded + self.moved + self.dropped


def recount(before: Resume, after: Resume) -> Recount:
    """Hold what was read from the document against what was read from the person's own file."""
    own, new = _texts(before), _texts(after)
    fresh = (Counter(new) - Counter(own)).total()
    gone = (Counter(own) - Counter(new)).total()
    worded, dropped = fresh, max(0, gone - fresh)
    roles = sum(one != other for one, other in zip(_roles(before), _roles(after), strict=False))
    return Recount(worded, _moved(own, new), dropped, roles)


def _texts(resume: Resume) -> list[str]:
    return [" ".join(fact.text.split()) for fact in resume.facts]


def _roles(resume: Resume) -> list[list[str]]:
    """The lines of each role."""
    found: dict[str, list[str]] = {entry: [] for entry in resume.entries(Topic.EXPERIENCE)}
    for fact in resume.facts:
        if fact.entry in found:
            found[fact.entry].append(" ".join(fact.text.split()))
    return list(found.values())


def _moved(own: Sequence[str], new: Sequence[str]) -> int:
    """How many lines left their place: all that are there still, but the longest run in order."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(own):
        places.setdefault(text, []).append(place)
    order = [places[text].pop(0) for text in new if places.get(text)]
    ends: list[int] = []
    for place in order:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(order) - len(ends)
