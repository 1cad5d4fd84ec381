"""How the résumé answers the post, drawn small enough for a chat: before, and after."""

from collections.abc import Sequence

from agents.values import Analysis, Match, Requirement
from bot import texts_review
from bot.catalogue import tell

_SHOWN, _UNUSED, _MISSING = "🟩", "🟨", "⬜"
_NARROW = 8  # squares; more of them before and after need a line each on a phone
_MOST = 18  # squares on a line; beyond that, figures say it better


def draw(analysis: Analysis, before: Match, after: Match) -> list[str]:
    """A line for the must-haves and one for the rest, each where the post has any."""
    musts = [need for need in analysis.requirements if need.must]
    nice = [need for need in analysis.requirements if not need.must]
    rows = ((tell(texts_review.MUSTS), musts), (tell(texts_review.NICE), nice))
    return [_row(name, needs, before, after) for name, needs in rows if needs]


def names(analysis: Analysis, ids: Sequence[str], *, must: bool = True) -> list[str]:
    """What the requirements among *ids* are called, the must-haves or all the others."""
    return [need.name for need in analysis.requirements if need.id in ids and need.must is must]


def _row(name: str, needs: Sequence[Requirement], before: Match, after: Match) -> str:
    was, now = _shown(needs, before), _shown(needs, after)
    figures = f"{was} → {now}" if was != now else str(now)
    line = tell("{name}: {figures} of {total}", name=name, figures=figures, total=len(needs))
    if len(needs) > _MOST:
        return line
    old, new = _squares(needs, before), _squares(needs, after)
    between = " → " if len(needs) <= _NARROW else " →\n"
    return f"{line}\n{old}{between}{new}" if old != new else f"{line}\n{new}"


def _shown(needs: Sequence[Requirement], match: Match) -> int:
    return sum(need.id in match.shown for need in needs)


def _squares(needs: Sequence[Requirement], match: Match) -> str:
    shown = _shown(needs, match)
    unused = sum(need.id in match.unused for need in needs)
    return _SHOWN * shown + _UNUSED * unused + _MISSING * (len(needs) - shown - unused)
