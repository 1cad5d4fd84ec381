"""Whether the words of an edit say only what its sources say."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from agents import additions, claims, contexts, counts, feats, scope, shorthand, standing, timeline
from agents import lexicon as lexicons
from agents.lexicon import Lexicon
from agents.lines import Line
from agents.passages import Passage
from agents.structure import Case
from agents.tokens import Token
from agents.violations import Violation
from documents import language
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Topic

# Where a skill may be read from: an employer called Oracle makes no database administrator.
_TELLING = frozenset(
    {
        Kind.HEADLINE,
        Kind.SUMMARY,
        Kind.TITLE,
        Kind.BULLET,
        Kind.SKILL,
        Kind.DEGREE,
        Kind.CERTIFICATE,
        Kind.LANGUAGE,
        Kind.OTHER,
    }
)
_FOREIGN = 0.2  # share of English grammar words in a line that is English
_MEASURES = ("claim.", "grade.", "level.", "limit.", "period.", "rank.", "dir.", "num.", "joins")
_PART = 5  # letters that a part of a German compound has at least
_FREE_LOSS = frozenset({Kind.SUMMARY, Kind.HEADLINE})


class Reader:
    """A résumé with its evidence, as the wording of its edits is judged by it.

    Every text is read once, however many edits cite it.
    """

    def __init__(
        self,
        resume: Resume,
        evidence: Sequence[Fact] = (),
        asked: Sequence[str] = (),
        today: date | None = None,
    ) -> None:
        self.resume = resume
        self.evidence = tuple(evidence)
        self.today = today
        self._asked = asked
        self._passages: dict[tuple[str, str], Passage] = {}
        self._judged: dict[tuple[Edit, tuple[str, ...]], list[Violation]] = {}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The word lists of the résumé's language."""
        text = "\n".join(fact.text for fact in self.resume.facts)
        return lexicons.choose(text, self.resume.language or language.tell(text))

    @cached_property
    def pairs(self) -> shorthand.Pairs:
        """Abbreviations that the résumé has together with what they stand for."""
        facts = (*self.resume.facts, *self.evidence)
        return shorthand.find((fact.text for fact in facts), self.lexicon)

    def read(self, text: str, lexicon: Lexicon | None = None) -> Passage:
        """*text* as a passage of the résumé's language, or of another."""
        lexicon = lexicon or self.lexicon
        key = (text, lexicon.language)
        if key not in self._passages:
            self._passages[key] = Passage(text, lexicon)
        return self._passages[key]

    def _voice(self, sources: Sequence[Fact]) -> Lexicon:
        """The language of *sources*: many a résumé has English lines among its own."""
        english = lexicons.load("en")
        words = [t.key for f in sources for t in self.read(f.text).tokens if t.kind == "word"]
        share = english.share(words)
        foreign = share >= _FOREIGN and share > self.lexicon.share(words)
        return english if foreign else self.lexicon

    def judge(self, case: Case, edits: Sequence[Edit]) -> list[Violation]:
        """What the wording of an edit says beyond its sources, or no longer says.

        An edit is judged once, however often it comes by: alone, among its part, in the end.
        """
        elsewhere = tuple(self._elsewhere(case, edits))
        key = (case.edit, elsewhere)
        if key not in self._judged:
            self._judged[key] = list(self._judge(case, elsewhere))
        return self._judged[key]

    def _judge(self, case: Case, elsewhere: Sequence[str]) -> Iterator[Violation]:
        if case.edit.op is Op.ADD and case.kind is Kind.SKILL:
            yield from self._judge_skill(case)
            return
        sources = case.sources
        if case.kind is Kind.HEADLINE:
            sources = tuple(fact for fact in sources if fact.kind is not Kind.BULLET)
        if case.own and case.kind is Kind.BULLET:
            sources = tuple(fact for fact in sources if self._drawn_on(fact, case))
        yield from check(self._line(case, sources, elsewhere))

    def _drawn_on(self, fact: Fact, case: Case) -> bool:
        """Whether a rewritten bullet says of *fact* more than how much, how often and how far.

        Who cites the line "not alone" to say that they did another thing alone draws nothing on it.
        """
        assert case.own is not None
        if fact.id == case.own.id:
            return True
        lexicon = self._voice(case.sources)
        new, own = self.read(case.edit.text, lexicon), self.read(case.own.text, lexicon)
        source = self.read(fact.text, lexicon)
        said, known = source.forms_and_han, own.forms_and_han
        words = [t for t in new.tokens if not _measures(t)]
        forms = (contexts.content(token, lexicon) for token in words)
        return any(word & said and not word & known for word in forms) or (
            lexicon.language == "de" and any(_joined(t, source) for t in words)
        )

    def _judge_skill(self, case: Case) -> Iterator[Violation]:
        """A new skill must stand, whole, in one fact of the résumé or of the evidence."""
        facts = [f for f in (*self.resume.facts, *self.evidence) if f.kind in _TELLING]
        label = case.anchor.group if case.anchor else ""
        best: list[Violation] | None = None
        for fact in facts:
            found = [*check(self._line(case, (fact,))), *self._check_label(case, label, fact)]
            if not found:
                return
            best = found if best is None or _weight(found) < _weight(best) else best
        yield from best or [Violation("skill", case.edit.fact, case.edit.text)]

    def _check_label(self, case: Case, label: str, fact: Fact) -> Iterator[Violation]:
        """A list titled "Expert" says more of a skill than its fact may."""
        for name in sorted(self.read(label).classes - self.read(fact.text).classes):
            if name.startswith("level.") and name != "level.basic":
                yield Violation("level", case.edit.fact, label, fact.text)

    def _elsewhere(self, case: Case, edits: Sequence[Edit]) -> list[str]:
        """The other new lines that carry on what this one leaves out."""
        id = case.edit.fact
        texts = [edit.text for edit in edits if id in edit.cites and edit.fact != id]
        if case.kind in _FREE_LOSS:
            gone = {edit.fact for edit in edits if edit.op in (Op.DROP, Op.REWRITE)}
            texts += [fact.text for fact in self.resume.facts if fact.id not in gone]
        return texts

    def _line(self, case: Case, sources: Sequence[Fact], elsewhere: Sequence[str] = ()) -> Line:
        lexicon = self._voice(sources)
        passages = [self.read(fact.text, lexicon) for fact in sources]
        own = self.read(case.own.text, lexicon) if case.own else None
        new = self.read(case.edit.text, lexicon)
        return Line(
            where=case.edit.fact,
            kind=case.kind,
            new=new,
            own=own,
            sources=passages,
            lexicon=lexicon,
            elsewhere=[self.read(text, lexicon) for text in elsewhere],
            asked=[self.read(name, lexicon) for name in self._asked],
            pairs=self.pairs,
            years=self._years(case.cited) if case.kind in _FREE_LOSS else 0.0,
            ongoing=self._ongoing(case.cited),
            entitling=self._entitling(case, sources, lexicon),
            exact=case.kind in (Kind.SKILL, Kind.HEADLINE),
        )

    def _entitling(self, case: Case, sources: Sequence[Fact], lexicon: Lexicon) -> list[Passage]:
        """For a headline or summary, the sources that say what the person is."""
        if case.kind not in _FREE_LOSS:
            return []
        return [self.read(f.text, lexicon) for f in sources if f.kind is not Kind.BULLET]

    def _years(self, cited: Sequence[Fact]) -> float:
        """The years that the roles of the cited facts add up to."""
        spans = [
            fact.text for fact in self._spans(cited) if self.resume.topic(fact) is Topic.EXPERIENCE
        ]
        return timeline.years(spans, self.today)

    def _ongoing(self, cited: Sequence[Fact]) -> bool:
        """Whether a role of the cited facts still goes on."""
        return any(timeline.goes_on(fact.text) for fact in self._spans(cited))

    def _spans(self, cited: Sequence[Fact]) -> list[Fact]:
        """The dates of the roles that the cited facts are from."""
        roles = {fact.entry for fact in cited if fact.entry}
        return [fact for fact in self.resume.of(Kind.DATES) if fact.entry in roles]


def _joined(token: Token, source: Passage) -> bool:
    """Whether a German compound has a word of *source* in it: Stationslager, Station."""
    words = (t.key for t in source.tokens if len(t.key) >= _PART and not _measures(t))
    return any(word in token.key for word in words)


def _measures(token: Token) -> bool:
    """Whether the word says how much, how often, how far or how well, and not of what."""
    return any(name.startswith(_MEASURES) for name in token.classes)


def _weight(found: Sequence[Violation]) -> tuple[int, int]:
    """How far a skill is from what a fact says: not there at all, or there with a limit."""
    return sum(violation.kind == "skill" for violation in found), len(found)


def check(line: Line) -> Iterator[Violation]:
    """Everything that *line* says beyond its sources, or leaves out of the line it replaces."""
    if line.own is not None and line.new.text == line.own.text:
        return
    yield from counts.check(line)
    yield from timeline.check(line)
    yield from scope.check(line)
    yield from feats.check(line)
    yield from additions.check(line)
    yield from claims.check(line)
    yield from standing.check(line)
