"""What the bot says about a person's own things: settings, the résumé on file, the history."""

from html import escape

from bot.catalogue import count, mark, tell
from bot.texts import shorten
from bot.texts_failures import FAILURES
from storage.applications import Status
from storage.errors import Gone

SET = mark("Done.")
AS_TELEGRAM = mark("as in Telegram")
LANGUAGE = mark("The language that I speak with you. Documents keep the language of your résumé.")
QUALITY = mark(
    "Which language model words your lines. <b>Fast</b> is ready in seconds; <b>best</b> takes "
    "longer and chooses its words with more care. What is proven and what is not is checked in "
    "the same way."
)
MODEL = mark(
    "Whether the job post and your résumé, <b>without your name and contact details</b>, may go to "
    "<b>{provider}</b> so that lines are reworded. Without it I reorder your lines and bring the "
    "right ones forward."
)
LAYOUT = mark(
    "What your document looks like. <b>My own</b>: your Word file, edited in place. <b>Clean "
    "template</b>: a plain single-column document, as from files that are not Word."
)
RETENTION = mark(
    "How long the finished files stay on the bot's own disk. What you sent and the list of your "
    "applications stay until you delete them."
)
NO_RESUME = mark("I have no résumé of yours. Send it as a file or as text.")
FORGOTTEN = mark("Your résumé is deleted, and everything that was made from it.")
STAYS = mark("Your résumé stays.")
NO_APPLICATIONS = mark("There are no applications yet: send a résumé and a job post.")
NO_DOCUMENT = mark("There is no document yet: send a résumé and a job post.")
GONE = FAILURES[Gone]
NOTHING_RUNS = mark("Nothing is running. Send a job post when you like.")
STATUSES = {
    Status.SAVED: mark("saved"),
    Status.APPLIED: mark("applied"),
    Status.INTERVIEW: mark("interview"),
    Status.OFFER: mark("offer"),
    Status.REJECTED: mark("rejected"),
}


def filed(when: str, name: str) -> str:
    """Since when a résumé is on file, and under which name it was sent."""
    if not name:
        return tell("Sent on {date}, as text.", date=when)
    return tell("Sent on {date}, as {name}.", date=when, name=escape(shorten(name, 80)))


def forget(documents: int) -> str:
    """Asked before a résumé is deleted."""
    if not documents:
        return tell("This deletes your résumé. Nobody can undo it.")
    return count(
        documents,
        "This deletes your résumé and the {n} application made with it. Nobody can undo it.",
        "This deletes your résumé and the {n} applications made with it. Nobody can undo it.",
    )


def named(title: str, company: str) -> str:
    """An application's name, as HTML."""
    return escape(shorten(" — ".join(filter(None, (title, company))), 80)) or tell("job post")


def listed(number: int, name: str, when: str, status: Status) -> str:
    """An application in the list."""
    return f"{number}. <b>{name}</b>\n{when} · {tell(STATUSES[status])}"


def application(name: str, when: str, status: Status) -> str:
    """One application."""
    return tell(
        "💼 <b>{name}</b>\nDelivered on {date}.\nStatus: <b>{status}</b>",
        name=name,
        date=when,
        status=tell(STATUSES[status]),
    )
