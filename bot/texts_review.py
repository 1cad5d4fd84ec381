"""What the bot says when the person has the last word: the review, and questions about gaps."""

from collections.abc import Sequence
from html import escape

from bot.catalogue import mark, tell
from bot.texts import shorten
from bot.texts_results import some
from documents.edits import Op

MUSTS = mark("🎯 Must-haves shown")
NICE = mark("➕ Nice to have shown")
LEGEND = mark("🟩 shown · 🟨 there, but not where it is looked for · ⬜ missing")
NO_CHANGES = mark("There is nothing to decide: the file is as you sent it.")
NOTHING_NEW = mark("Nothing has changed since the document that you have.")
NOTHING_TO_UNDO = mark("There is nothing to undo.")
ALL_DECIDED = mark("Every change has its answer already.")
ON_ITS_WAY = mark("The new document is on its way.")
TOO_LONG = mark(
    "That is too long for one line of a résumé. Please type a shorter one (500 characters)."
)
NO_WORDS = mark("I need words for the line. Please type it again.")
TAKEN = mark(
    "✏️ Taken as your own word; it stands on the card above. <b>Send</b> makes the document."
)
OPS = {
    Op.REWRITE: mark("Reworded"),
    Op.MOVE: mark("Moved up"),
    Op.DROP: mark("Left out"),
    Op.ADD: mark("Brought forward"),
}
REWORDED_AND_MOVED = mark("Reworded, and moved up")
REASONS = {
    Op.REWRITE: mark("One clear voice."),
    Op.MOVE: mark("It says more about this job than what stood there."),
    Op.DROP: mark("It says the least about this job."),
    Op.ADD: mark("It makes visible what your résumé proves."),
}
OPEN = mark("▫️ Not decided: it goes as shown.")
ACCEPTED = mark("✅ You accepted it.")
REJECTED = mark("❌ Your own line stays.")
WORDED = mark("✏️ Your own wording.")
LEFT_OUT = mark("<i>left out</i>")
NEW_LINE = mark("<i>a new line</i>")
AS_WRITTEN = mark("Your own line, word for word.")

NAMED = mark("Please name it in the sentence, so that it can stand on its own.")
CONCRETE = mark(
    "Good. Where was that, and what did you do? One sentence in your own words is enough; "
    "a bare yes does not go into a résumé."
)
POSITIVE = mark("Please write only what you did, in a sentence without a no; or press <b>No</b>.")
DROPPED = mark("Then I leave it out, and invent nothing.")
NOTED = mark("Noted, in your own words.")
GAP = mark("Noted as an honest gap: I won't ask for it again.")
ALL_GAPS = mark("All right. What your résumé does not show stays an honest gap.")
AGAIN = mark("🔁 Under way again, with what you told me.")
STAYS = mark("It is your own word, so it stays; <b>Undo</b> on the card takes it back.")
WORKED = mark("Have you worked with it? Where, and what did you do?")
_DONE = mark("Have you done that? Where, and what did you do?")
DOUBTS = {
    "date": mark("date"),
    "direction": mark("direction"),
    "leadership": mark("leadership"),
    "level": mark("level"),
    "limit": mark("limit"),
    "lost-date": mark("date left out"),
    "lost-name": mark("name left out"),
    "lost-number": mark("number left out"),
    "name": mark("name"),
    "negation": mark("negation"),
    "number": mark("number"),
    "period": mark("period"),
    "scope": mark("scope"),
    "seniority": mark("seniority"),
    "skill": mark("skill"),
    "term": mark("term"),
}
OTHER_DOUBT = mark("wording")
QUESTIONS = {
    "language": mark("Do you speak it? How well, and where have you used it?"),
    "certificate": mark("Do you have it? From whom, and since when?"),
    "education": mark("Do you have it? From where, and when?"),
    "duty": _DONE,
    "experience": _DONE,
    "other": _DONE,
}


def head(place: int, total: int, title: str, sent: int | None) -> str:
    """The first lines of the card."""
    name = f" · {escape(shorten(title, 80))}" if title else ""
    going = tell("📨 Version {number} is made of these decisions.", number=sent) if sent else ""
    first = tell("<b>Change {place} of {total}</b>", place=place, total=total)
    return "\n".join(filter(None, (first + name, going)))


def tally(accepted: int, rejected: int, worded: int, undecided: int) -> str:
    """How far the person has come."""
    return f"✅ {accepted} · ❌ {rejected} · ✏️ {worded} · ▫️ {undecided}"


def field(name: str, text: str) -> str:
    """A titled line of the card; *text* is HTML."""
    return f"<b>{name}</b>: {text}"


def asked_for(name: str) -> str:
    """Why a line was changed."""
    return tell("the post asks for <i>{name}</i>", name=escape(shorten(name, 120)))


def before(line: str) -> str:
    """Where a moved line stands now."""
    return tell("before “{line}”", line=line)


def type_wording(line: str) -> str:
    """Asks for the person's own wording."""
    return tell(
        "Type your own wording of this line:\n<i>{line}</i>\nYour next message is taken as it is.",
        line=escape(shorten(line, 600)),
    )


def doubt(kind: str, text: str, source: str) -> str:
    """The guard has something against the person's own wording."""
    about = tell(DOUBTS.get(kind, OTHER_DOUBT))
    what = f"“{escape(shorten(text, 120))}”" if text else about
    lines = [tell("⚠️ One thing to look at: {what} ({kind}).", what=what, kind=about)]
    if source:
        line = escape(shorten(source, 300))
        lines.append(tell("Your line says: <i>{line}</i>", line=line))
    return " ".join(lines) + "\n" + tell(STAYS)


def version(number: int) -> str:
    """Above a document that was made of the person's decisions."""
    return tell("📝 Version {number}, as you decided.", number=number)


def unused(names: Sequence[str]) -> str:
    """Must-haves that stand where nobody looks first."""
    return tell("🟨 In your résumé, but not up front: {names}.", names=some(names))


def missing(names: Sequence[str]) -> str:
    """Must-haves that are not there."""
    return tell("⬜ Not in your résumé: {names}.", names=some(names))


def question(place: int, total: int, name: str, kind: str) -> str:
    """Asks for what the person may know, and leads to no answer."""
    number = tell(" ({place} of {total})", place=place, total=total) if total > 1 else ""
    return tell(
        "<b>You may know more than your résumé says</b>{number}\n"
        "The post asks for <b>{name}</b>. {question}\n"
        "Answer in a sentence of your own, or press a button.",
        number=number,
        name=escape(shorten(name, 200)),
        question=tell(QUESTIONS.get(kind, WORKED)),
    )


def told(lines: Sequence[str]) -> str:
    """What was noted, and what can be done with it."""
    return tell(
        "Thank you. I keep this as your own words, for this post and the next ones:\n{lines}\n"
        "<b>Again</b> makes the document anew with it.",
        lines="\n".join(f"• <i>{escape(shorten(line, 300))}</i>" for line in lines),
    )


def unsent(sentence: str) -> str:
    """A document that was decided on and could not be made or sent."""
    return tell(
        "⚠️ {sentence}\nYour decisions are kept: open Changes and press Send once more.",
        sentence=sentence,
    )
