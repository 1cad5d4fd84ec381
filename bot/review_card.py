"""The review as one message: a card for each edit, with what proves it, and its buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from agents import match, structure, view
from agents.values import Analysis
from bot import chart, choices, texts, texts_results, texts_review
from bot.buttons import Press
from bot.catalogue import tell
from documents import edits as edits_of
from documents.edits import Edit, Op
from documents.resume import Fact, Resume
from storage.decisions import Choice, Decision

_MOST = 4096  # characters of a message as Telegram counts them: UTF-16, without the markup
_ROOMS = (700, 320, 140)  # characters for a line; the first that lets everything in is taken
_PROOFS = 4
_STATES = {
    Choice.ACCEPTED: texts_review.ACCEPTED,
    Choice.REJECTED: texts_review.REJECTED,
    Choice.WORDED: texts_review.WORDED,
}


@dataclass(frozen=True, slots=True)
class Review:
    """All that a card is drawn from. `step` counts the log's entries, and buttons carry it."""

    application: int
    title: str
    resume: Resume
    analysis: Analysis
    edits: tuple[Edit, ...]
    evidence: tuple[Fact, ...]
    log: tuple[Decision, ...]

    @property
    def step(self) -> int:
        """Tells a card that is up to date from an old one."""
        return len(self.log)

    @property
    def decided(self) -> dict[str, Decision]:
        """What counts now."""
        return choices.fold(self.edits, self.log)

    def settled(self, log: Sequence[Decision]) -> tuple[Edit, ...]:
        """The edits of a document made of *log*."""
        decided = choices.fold(self.edits, log)
        return choices.settle(self.resume, self.edits, decided, self.evidence, self.analysis.asked)

    def changed(self) -> bool:
        """Whether a document made now would be another one than the latest."""
        latest = choices.sent(self.log)
        before = choices.until(self.log, latest) if latest > 1 else ()
        return self.settled(self.log) != self.settled(before)

    def open_after(self, index: int) -> int:
        """The next edit after *index* that is undecided, else the next one."""
        decided, total = self.decided, len(self.edits)
        around = [(index + step) % total for step in range(1, total)]
        undecided = (i for i in around if self.edits[i].fact not in decided)
        return next(undecided, index)


def text(review: Review, index: int) -> str:
    """The card of the edit at *index*, within Telegram's limit."""
    for room in _ROOMS:
        drawn = _text(review, index, room)
        if _units(texts.plain(drawn)) <= _MOST:
            break
    return drawn


def keyboard(review: Review, index: int) -> Keyboard:
    """The buttons below the card of the edit at *index*."""
    total = len(review.edits)

    def button(label: str, action: str, at: int = index) -> Button:
        return Button(
            label, callback_data=Press(action, review.application, at, review.step).data()
        )

    decide = [button("✅", "yes"), button("❌", "no")]
    if _wordable(review.resume, review.edits[index]):
        decide.append(button("✏️", "word"))
    turn = [button("◀", "see", (index - 1) % total), button("▶", "see", (index + 1) % total)]
    last = [button(tell("Accept all"), "all"), button(tell("Undo"), "undo")]
    return Keyboard([decide, turn, last, [button(tell("📨 Send"), "send")]])


def line(review: Review, edit: Edit) -> str:
    """The person's own line that *edit* changes; of a new one, its words."""
    fact = review.resume.fact(edit.fact) if edit.op is not Op.ADD else None
    return fact.text if fact else edit.text


def _text(review: Review, index: int, room: int) -> str:
    edit, decided = review.edits[index], review.decided
    decision = decided.get(edit.fact)
    last = review.log[-1] if review.log else None
    total = len(review.edits)
    parts = [
        texts_review.head(index + 1, total, review.title, last.version if last else None),
        _where(review, edit),
        texts_review.field(tell("Before"), _before(review, edit, room)),
        texts_review.field(tell("After"), _after(review, edit, decision, room)),
        texts_review.field(tell("Why"), _why(review, edit)),
        *_proof(review, edit, room),
        tell(_STATES[decision.choice] if decision else texts_review.OPEN),
        "",
        *_match(review),
        _tally(decided, total),
    ]
    return "\n".join(parts)


def _where(review: Review, edit: Edit) -> str:
    section, entry = choices.place(review.resume, edit)
    name = view.head(review.resume, entry or section) if entry or section else ""
    moved = edit.op is Op.REWRITE and edit.anchor
    done = tell(texts_review.REWORDED_AND_MOVED if moved else texts_review.OPS[edit.op])
    kind = f"<i>{done}</i>"
    return f"{kind} · {escape(texts.shorten(name, 100))}" if name else kind


def _before(review: Review, edit: Edit, room: int) -> str:
    fact = review.resume.fact(edit.fact)
    return escape(texts.shorten(fact.text, room)) if fact else tell(texts_review.NEW_LINE)


def _after(review: Review, edit: Edit, decision: Decision | None, room: int) -> str:
    if decision is not None and decision.choice is Choice.WORDED:
        return escape(texts.shorten(decision.text, room))
    if edit.op is Op.DROP:
        return tell(texts_review.LEFT_OUT)
    if edit.op is Op.MOVE:
        anchor = review.resume.fact(edit.anchor)
        return texts_review.before(escape(texts.shorten(anchor.text if anchor else "", room)))
    return escape(texts.shorten(edit.text, room))


def _why(review: Review, edit: Edit) -> str:
    names = {need.id: need.name for need in review.analysis.requirements}
    if edit.requirement in names:
        return texts_review.asked_for(names[edit.requirement])
    return escape(texts.shorten(edit.why, 120)) or tell(texts_review.REASONS[edit.op])


def _proof(review: Review, edit: Edit, room: int) -> list[str]:
    facts = {fact.id: fact for fact in (*review.resume.facts, *review.evidence)}
    cited = [facts[id] for id in edit.cites if id in facts]
    if edit.op is Op.DROP:
        return []
    if edit.op is Op.MOVE or not cited:
        return [texts_review.field(tell("Proof"), tell(texts_review.AS_WRITTEN))]
    lines = [f"• “{escape(texts.shorten(fact.text, room // 2))}”" for fact in cited[:_PROOFS]]
    return [tell("<b>Proof</b>, in your own words:"), *lines]


def _match(review: Review) -> list[str]:
    before = match.match(review.resume, review.analysis)
    edited = edits_of.apply(review.resume, review.settled(review.log))
    after = match.match(edited, review.analysis)
    lines = texts_results.blockers(review.analysis.blockers)
    lines += chart.draw(review.analysis, before, after)
    unused = chart.names(review.analysis, after.unused)
    missing = chart.names(review.analysis, after.missing)
    lines += [texts_review.unused(unused)] if unused else []
    lines += [texts_review.missing(missing)] if missing else []
    return [*lines, tell(texts_review.LEGEND), ""] if review.analysis.requirements else lines


def _tally(decided: Mapping[str, Decision], total: int) -> str:
    made = [decision.choice for decision in decided.values()]
    accepted, rejected, worded = (made.count(choice) for choice in _STATES)
    return texts_review.tally(accepted, rejected, worded, total - len(made))


def _wordable(resume: Resume, edit: Edit) -> bool:
    """What the person is and holds is theirs to change in the file, not here."""
    fact = resume.fact(edit.fact)
    return fact is None or fact.kind not in structure.LOCKED


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
