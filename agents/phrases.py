"""A summary pieced together from the person's own words, none of them without its proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from agents import evidence, guard, terms
from agents.evidence import Proof
from documents.edits import Edit
from documents.resume import Fact, Kind, Resume

ROOM = 240  # characters that may be added
_NAME = 60  # characters of one thing that is named
_LINE = 100  # characters of a line that is repeated whole
_COMMAS = {"ar": "، ", "ja": "、", "zh": "、"}
_STOPS = {"ja": "。", "zh": "。"}
_ENDS = (".", "!", "?", "。", "؟", "…")


def append(
    resume: Resume,
    summary: Edit,
    asked: Iterable[tuple[str, Sequence[Proof]]],
    told: Sequence[Fact] = (),
) -> Edit:
    """*summary* with the person's words for what is asked behind it, in order, while there is room.

    *asked* are names, each with what proves it. A thing is named in the fewest words that the
    guard lets pass, or by the whole of a short line; one that it lets pass in no way is left out.
    """
    mosaic = _Mosaic(resume, summary, tuple(told))
    for name, proofs in asked:
        mosaic.show(name, proofs)
    return mosaic.edit


@dataclass
class _Mosaic:
    resume: Resume
    base: Edit
    told: tuple[Fact, ...]
    names: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cites: tuple[str, ...] = ()

    def show(self, name: str, proofs: Sequence[Proof]) -> None:
        """Add *name* in the words of one of *proofs*, the best that may be had."""
        for proof in evidence.ranked(proofs, name):
            words = proof.words.strip(" .,;")
            if terms.literal(words, self.edit.text):
                return  # it says so already
            if len(words) <= _NAME and self._take(proof, [*self.names, words], self.lines):
                return
        for proof in sorted(proofs, key=lambda proof: len(proof.fact.text)):
            text = proof.fact.text.strip()
            whole = proof.fact.kind is Kind.BULLET and len(text) <= _LINE
            if (
                whole
                and text not in self.lines
                and self._take(proof, self.names, [*self.lines, text])
            ):
                return

    def _take(self, proof: Proof, names: list[str], lines: list[str]) -> bool:
        """Whether the summary may say this as well; if so, it does."""
        if sum(map(len, (*names, *lines))) > ROOM:
            return False
        cites = tuple(dict.fromkeys((*self.cites, proof.fact.id)))
        if guard.check(self.resume, [self._edit(names, lines, cites)], self.told):
            return False
        self.names, self.lines, self.cites = names, lines, cites
        return True

    @property
    def edit(self) -> Edit:
        """The summary as far as it has come."""
        said = self.names or self.lines
        return self._edit(self.names, self.lines, self.cites) if said else self.base

    def _edit(self, names: list[str], lines: list[str], cites: tuple[str, ...]) -> Edit:
        comma = _COMMAS.get(self.resume.language, ", ")
        text = self.base.text.rstrip()
        for sentence in (comma.join(names), *lines):
            text = self._behind(text, sentence)
        return replace(self.base, text=text, cites=tuple(dict.fromkeys((*self.base.cites, *cites))))

    def _behind(self, text: str, sentence: str) -> str:
        if not sentence:
            return text
        stop = _STOPS.get(self.resume.language, ".")
        before = self._ended(text, stop) + (" " if text and stop == "." else "")
        return before + self._ended(sentence[:1].upper() + sentence[1:], stop)

    def _ended(self, text: str, stop: str) -> str:
        return text if not text or text.endswith(_ENDS) else text + stop
