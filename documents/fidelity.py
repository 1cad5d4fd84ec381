"""Whether pages show all the words of the Word file that they were made from."""

import heapq
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from documents import runs, word
from documents.container import Package
from documents.runs import W

_WORD = re.compile(r"\w+")
_PART = re.compile(r"\d+|[^\W\d]+")  # digits may come from another font, and stand elsewhere
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHORT = 8  # letters; a shorter piece is not looked for in halves, but for East Asian ones


@dataclass(frozen=True, slots=True)
class Finding:
    """Letters and digits: how many the file has, the pages lack, the pages have beyond them.

    `gone` is the longest piece of text that the pages lack.
    """

    letters: int
    lost: int = 0
    extra: int = 0
    gone: str = ""

    @property
    def recall(self) -> float:
        """The share of the file's letters that the pages show."""
        return 1 - self.lost / self.letters if self.letters else 1.0


def compare(lines: Iterable[str], shown: str) -> Finding:
    """What of *lines*, the text of a file, stands in *shown*, the text of its pages.

    Every letter of the pages proves one letter of the file: what stands twice in the file must
    stand twice on the pages. Case, spaces, signs and the order of lines do not matter. What is
    not found as a whole is looked for in pieces, the longest first.
    """
    rest = "".join(filter(str.isalnum, _plain(shown)))
    wanted = [_Piece(_plain(line)) for line in lines]
    letters = sum(len(piece.letters) for piece in wanted)
    heapq.heapify(wanted)
    lost = []
    while wanted:
        piece = heapq.heappop(wanted)
        start = _find(piece.letters, rest)
        if start >= 0:
            rest = rest[:start] + "\n" + rest[start + len(piece.letters) :]
        elif pieces := piece.split():
            for smaller in pieces:
                heapq.heappush(wanted, smaller)
        else:
            lost.append(piece.letters)
    extra = len(rest) - rest.count("\n")
    return Finding(letters, sum(map(len, lost)), extra, max(lost, key=len, default=""))


def unshown(package: Package, pages: int) -> set[str]:
    """The headers and footers that Word does not show either in a file of so many pages."""
    main, root = next(iter(word.open_parts(package).of("main").items()))
    folder, base = posixpath.split(main)
    links = package.parse(f"{folder}/_rels/{base}.rels")
    found = () if links is None else links
    targets = {link.get("Id"): link.get("Target", "") for link in found}
    settings = package.parse(f"{folder}/settings.xml")
    two_sided = settings is not None and runs.is_on(settings.find(f"{W}evenAndOddHeaders"))
    shown, known = set(), set()
    for section in root.iter(f"{W}sectPr"):
        kinds = {"default"} if pages > 1 else set()
        kinds |= {"first"} if runs.is_on(section.find(f"{W}titlePg")) else {"default"}
        kinds |= {"even"} if two_sided and pages > 1 else set()
        for reference in section.iter(f"{W}headerReference", f"{W}footerReference"):
            target = posixpath.join(folder, targets.get(reference.get(_ID), ""))
            known.add(target)
            if reference.get(f"{W}type", "default") in kinds:
                shown.add(target)
    return known - shown


class _Piece:
    """Plain text to be found; the longest comes first in a heap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.letters = "".join(filter(str.isalnum, text))

    def __lt__(self, other: "_Piece") -> bool:
        return len(self.letters) > len(other.letters)

    def split(self) -> list["_Piece"]:
        """Its words, or digits and letters of one word, or the halves of a long one."""
        for pattern in (_WORD, _PART):
            pieces = pattern.findall(self._text)
            if len(pieces) > 1:
                return [_Piece(piece) for piece in pieces]
        middle = len(self.letters) // 2
        wide = unicodedata.east_asian_width(self.letters[:1] or " ") in ("W", "F")
        if len(self.letters) < (2 if wide else _SHORT):
            return []
        return [_Piece(self.letters[:middle]), _Piece(self.letters[middle:])]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _find(letters: str, rest: str) -> int:
    """Where *letters* stand in *rest*; in a right-to-left script, in any order: ligatures turn."""
    start = rest.find(letters)
    if start >= 0 or unicodedata.bidirectional(letters[:1] or " ") not in ("R", "AL"):
        return start
    size, same = len(letters), sorted(letters)
    windows = range(len(rest) - size + 1)
    return next((at for at in windows if sorted(rest[at : at + size]) == same), -1)
