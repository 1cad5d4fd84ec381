"""Screenshots of one page, sent together, as one text."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from bot import intake, room
from bot.hands import Hands
from bot.intake import Taken
from bot.services import Services
from documents import child
from documents.errors import DocumentError, Empty
from documents.reading import Notice
from storage.desks import Desk

log = logging.getLogger(__name__)

_EDGE = 4  # lines at a picture's edge that the phone puts there: time, battery, buttons
_OVERLAP = 40  # lines: more than that two screenshots do not share
_ALIKE = 0.85  # of two lines: text recognition may err differently in each


async def take(
    services: Services, hands: Hands, desk: Desk, pictures: Sequence[str], forwarded: bool
) -> Taken:
    """Store what *pictures*, by their file ids, show in their order, as one text.

    Raises documents.errors.DocumentError if none can be read, storage.errors.Full, and
    telegram.error.TelegramError where one cannot be fetched.
    """
    room.require(services.settings)
    pages: list[str] = []
    trouble: DocumentError = Empty("an album without pictures")
    for picture in pictures:
        async with hands.hold(picture) as data:
            try:
                pages.append((await child.read(data)).text)
            except DocumentError as error:
                log.info("A picture of an album was of no use: %s", type(error).__name__)
                trouble = error
    if not pages:
        raise trouble
    joined = join(pages).encode()
    read = await child.read(joined)
    notices = [Notice("recognised", len(read.text.split()))]
    if len(pages) < len(pictures):
        notices.append(Notice("unread", len(pictures) - len(pages)))
    read = replace(read, warnings=tuple(notices))
    return await intake.keep(services, desk, read, joined, "", forwarded=forwarded)


def join(pages: Sequence[str]) -> str:
    """Screenshots of one page as one text: what two neighbours both show stands in it once."""
    whole = pages[0].splitlines()
    for page in pages[1:]:
        below = page.splitlines()
        end, start = _seam(whole, below)
        whole = whole[:end] + below[start:]
    return "\n".join(whole)


def _seam(above: list[str], below: list[str]) -> tuple[int, int]:
    """Where *above* ends and *below* goes on: after the lines that both have, if there are some.

    Lines at the edges may come in between; they are of the phone, not of the page.
    """
    best = (0, len(above), 0)
    for end in range(max(len(above) - _EDGE, 0), len(above) + 1):
        for start in range(min(_EDGE, len(below)) + 1):
            for length in range(min(end, len(below) - start, _OVERLAP), 0, -1):
                if length <= best[0]:
                    break
                if _agree(above[end - length : end], below[start : start + length]):
                    best = (length, end, start + length)
                    break
    length, end, start = best
    words = " ".join(above[end - length : end]).split()
    return (end, start) if len(words) > 2 else (len(above), 0)


def _agree(first: list[str], second: list[str]) -> bool:
    return all(_is_alike(*pair) for pair in zip(first, second, strict=True))


def _is_alike(first: str, second: str) -> bool:
    one, other = (re.sub(r"\W+", "", line).casefold() for line in (first, second))
    if one == other:
        return True
    return min(len(one), len(other)) > 3 and SequenceMatcher(None, one, other).ratio() >= _ALIKE
