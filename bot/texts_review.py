"""What the bot says when the person has the last word: the review, and questions about gaps."""

from collections.abc import Sequence
from html import escape

from bot.texts import shorten
from documents.edits import Op

MUSTS = "🎯 Must-haves shown"
NICE = "➕ Nice to have shown"
LEGEND = "🟩 shown · 🟨 there, but not where it is looked for · ⬜ missing"
NO_CHANGES = "There is nothing to decide: the file is as you sent it."
NOTHING_NEW = "Nothing has changed since the document that you have."
NOTHING_TO_UNDO = "There is nothing to undo."
ALL_DECIDED = "Every change has its answer already."
ON_ITS_WAY = "The new document is on its way."
TOO_LONG = "That is too long for one line of a résumé. Please type a shorter one (500 characters)."
NO_WORDS = "I need words for the line. Please type it again."
TAKEN = "✏️ Taken as your own word; it stands on the card above. <b>Send</b> makes the document."
OPS = {
    Op.REWRITE: "Reworded",
    Op.MOVE: "Moved up",
    Op.DROP: "Left out",
    Op.ADD: "Brought forward",
}
REWORDED_AND_MOVED = "Reworded, and moved up"
REASONS = {
    Op.REWRITE: "One clear voice.",
    Op.MOVE: "It says more about this job than what stood there.",
    Op.DROP: "It says the least about this job.",
    Op.ADD: "It makes visible what your résumé proves.",
}
OPEN = "▫️ Not decided: it goes as shown."
ACCEPTED = "✅ You accepted it."
REJECTED = "❌ Your own line stays."
WORDED = "✏️ Your own wording."
LEFT_OUT = "<i>left out</i>"
NEW_LINE = "<i>a new line</i>"
AS_WRITTEN = "Your own line, word for word."

NAMED = "Please name it in the sentence, so that it can stand on its own."
CONCRETE = (
    "Good. Where was that, and what did you do? One sentence in your own words is enough; "
    "a bare yes does not go into a résumé."
)
POSITIVE = "Please write only what you did, in a sentence without a no; or press <b>No</b>."
DROPPED = "Then I leave it out, and invent nothing."
NOTED = "Noted, in your own words."
GAP = "Noted as an honest gap: I won't ask for it again."
ALL_GAPS = "All right. What your résumé does not show stays an honest gap."
AGAIN = "🔁 Under way again, with what you told me."


def head(place: int, total: int, title: str, sent: int | None) -> str:
    """The first lines of the card."""
    name = f" · {escape(shorten(title, 80))}" if title else ""
    going = f"\n📨 Version {sent} is made of these decisions." if sent else ""
    return f"<b>Change {place} of {total}</b>{name}{going}"


def tally(accepted: int, rejected: int, worded: int, undecided: int) -> str:
    """How far the person has come."""
    return f"✅ {accepted} · ❌ {rejected} · ✏️ {worded} · ▫️ {undecided}"


def field(name: str, text: str) -> str:
    """A titled line of the card; *text* is HTML."""
    return f"<b>{name}</b>: {text}"


def asked_for(name: str) -> str:
    """Why a line was changed."""
    return f"the post asks for <i>{escape(shorten(name, 120))}</i>"


def before(line: str) -> str:
    """Where a moved line stands now."""
    return f"before “{line}”"


def type_wording(line: str) -> str:
    """Asks for the person's own wording."""
    return (
        f"Type your own wording of this line:\n<i>{escape(shorten(line, 600))}</i>\n"
        "Your next message is taken as it is."
    )


def doubt(kind: str, text: str, source: str) -> str:
    """The guard has something against the person's own wording."""
    what = f"“{escape(shorten(text, 120))}”" if text else escape(kind)
    line = f" Your line says: <i>{escape(shorten(source, 300))}</i>" if source else ""
    return (
        f"⚠️ One thing to look at: {what} ({escape(kind)}).{line}\n"
        "It is your own word, so it stays; <b>Undo</b> on the card takes it back."
    )


def version(number: int) -> str:
    """Above a document that was made of the person's decisions."""
    return f"📝 Version {number}, as you decided."


def unused(names: Sequence[str]) -> str:
    """Must-haves that stand where nobody looks first."""
    return f"🟨 In your résumé, but not up front: {_listed(names)}."


def missing(names: Sequence[str]) -> str:
    """Must-haves that are not there."""
    return f"⬜ Not in your résumé: {_listed(names)}."


def question(place: int, total: int, name: str, kind: str) -> str:
    """Asks for what the person may know, and leads to no answer."""
    asked = {
        "language": "Do you speak it? How well, and where have you used it?",
        "certificate": "Do you have it? From whom, and since when?",
        "education": "Do you have it? From where, and when?",
    }.get(kind, "Have you worked with it? Where, and what did you do?")
    if kind in ("duty", "experience", "other"):
        asked = "Have you done that? Where, and what did you do?"
    count = f" ({place} of {total})" if total > 1 else ""
    return (
        f"<b>You may know more than your résumé says</b>{count}\n"
        f"The post asks for <b>{escape(shorten(name, 200))}</b>. {asked}\n"
        "Answer in a sentence of your own, or press a button."
    )


def told(lines: Sequence[str]) -> str:
    """What was noted, and what can be done with it."""
    shown = "\n".join(f"• <i>{escape(shorten(line, 300))}</i>" for line in lines)
    return (
        f"Thank you. I keep this as your own words, for this post and the next ones:\n{shown}\n"
        "<b>Again</b> makes the document anew with it."
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return ", ".join(escape(shorten(name, 50)) for name in names[:6]) + more
