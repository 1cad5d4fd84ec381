"""Every sentence the bot says, in Telegram's HTML."""

import re
from html import escape, unescape

from agents.values import Agent
from bot.texts_failures import FAILURES
from documents import errors as document_errors
from documents.genre import Genre
from documents.reading import Notice, Reading
from documents.resume import Kind, Topic

START = (
    "Hello! Send me your <b>résumé</b> and a <b>job post</b>, in any order: as files (Word, PDF, "
    "text), photos or a link to the post, or pasted here. I tailor the résumé to the post and "
    "send it back as a Word file. If you send Word, it is your own file, edited in place.\n\n"
    "I never invent anything: every changed line rests on lines of your résumé.\n\n"
    "/help tells more, /privacy says what happens with your data."
)
HELP = (
    "<b>How it works</b>\n"
    "1. Send your résumé: DOCX, PDF, TXT, MD, a photo or scan, or paste its text.\n"
    "2. Send the job post: paste or forward it, or send a link, screenshots or a file.\n"
    "3. Press <b>Start</b>. Five agents work for a moment; one message shows how far they are.\n"
    "4. You get the Word file, with what changed and what the post asks that your résumé "
    "does not show. <b>Changes</b> under it lets you reject or reword every single line.\n\n"
    "Your résumé stays on the table: for the next job just send the next post.\n\n"
    "/cancel stops everything and clears the table\n"
    "/privacy what is stored, and who sees it\n"
    "/export_me everything that is stored about you, as files\n"
    "/delete_me deletes it"
)
CLEARED = "The table is clear. Send a résumé and a job post when you like."
CANCELLED = "Stopped, and the table is clear. Your résumé is kept for the next post."
PRIVATE_ONLY = "I work in private chats only: résumés do not belong in groups."
SORRY = (
    "Something went wrong on my side. Nothing you sent is lost; please try again in a moment, "
    "or /cancel to begin anew."
)
EXPIRED = "This button has expired."
NEITHER = (
    "I can't tell what this is: it reads like neither a résumé nor a job post. "
    "Tell me with a button, or send something else."
)
TOO_SHORT = (
    "That is too short for a résumé or a job post. Send the whole text, a link, a file "
    "(DOCX, PDF, TXT or MD) or a screenshot."
)
NOT_HANDLED = "I can use text, links, files and photos of text. Please send one of these."
KNOWN_RESUME = "📄 That is the résumé I already have: nothing changed."
ASK_RESUME = "Send the new résumé, as a file or as text."
ASK_POSTING = "Send the new job post, as text, a forwarded message or a file."
REPLACE = "What do you want to replace?"
TOO_BIG = (
    "This file has more than 20 MB; Telegram gives me no larger ones. Please send a smaller one."
)
EDITED_IN_RUN = (
    "I have taken your change. The run that is under way goes on with the earlier text; "
    "press Start below to make another one with the new text."
)
STOPPED = "⏹ Stopped. Nothing was sent."
TOO_LATE = "It is done already: the document is on its way."
STOPPING = "Stopping."
STOPPED_BEFORE = "It is stopped already."
RULES_NOTE = "Made without a language model: your own words, in the order this post asks for."
PARTLY_RULES_NOTE = "The language model dropped out on the way; rules did the rest."
UNFINISHED = "⚠️ This run ended without a document."
REPEAT_NOTE = "(I was interrupted while sending; if you got this file before, it is the same one.)"
PAUSED = "⏸ Paused for a moment; it goes on by itself."

AGENTS = {
    Agent.JOB_ANALYSIS: "Reading the job post",
    Agent.RESUME_OPTIMIZATION: "Planning the edits",
    Agent.IMPLEMENTATION: "Writing",
    Agent.VALIDATION: "Checking every fact",
    Agent.POLISH: "Polishing",
}


def failure(error: BaseException) -> str:
    """The sentence for *error*: its own class's, or its nearest parent's, or SORRY."""
    for cls in type(error).__mro__:
        if cls in FAILURES:
            return FAILURES[cls]
    return SORRY


def unopened(error: BaseException) -> str:
    """The sentence for a link that was of no use: what is wrong with a file is so with a page."""
    page = isinstance(error, document_errors.DocumentError)
    return failure(document_errors.Walled() if page else error)


def stranger(person: int) -> str:
    """To somebody who is not admitted."""
    return (
        f"This bot is private. Your Telegram id is <code>{person}</code>; "
        "its owner can let you in with it."
    )


def understood_resume(reading: Reading, name: str) -> str:
    """What the reader made of a résumé, and what it left out."""
    resume = reading.resume
    title = f"📄 <b>Résumé</b>: {escape(resume.name or name or 'no name found')}"
    counts = [
        _count(len(resume.entries(Topic.EXPERIENCE)), "role", "roles"),
        _count(len(resume.of(Kind.BULLET)), "line", "lines"),
        _count(len(resume.of(Kind.SKILL)), "skill", "skills"),
        _count(len(resume.entries(Topic.EDUCATION)), "degree", "degrees"),
    ]
    found = ", ".join(count for count in counts if count)
    notices = "".join("\n" + notice(item) for item in reading.warnings)
    return f"{title}\nFound: {found or 'text without clear sections'}.{notices}"


def notice(item: Notice) -> str:
    """One kind of text in the file that was not used."""
    what = {
        "hidden": "hidden",
        "white": "white",
        "tiny": "tiny",
        "deleted": "deleted (tracked)",
        "comment": "comment",
    }.get(item.kind)
    if item.kind == "recognised":
        return "🔎 I read this from a picture: please check names, numbers and dates."
    if what is None:
        return "⚠️ A part of the file could not be read."
    return f"⚠️ I ignored {item.count} characters of {what} text."


def understood_posting(text: str) -> str:
    """What was taken for a job post."""
    words = len(text.split())
    return f"💼 <b>Job post</b>: {escape(shorten(first_line(text), 90))}\n{words} words."


def card(news: str, newest: Genre, resume: str | None, posting: str | None) -> str:
    """The start card: what came last, what is on the table, and what is missing."""
    lines = [news] if news else []
    if newest is not Genre.RESUME and resume:
        lines.append(f"📄 <b>Résumé</b>: {escape(shorten(resume, 80))}")
    if newest is not Genre.POSTING and posting:
        lines.append(f"💼 <b>Job post</b>: {escape(shorten(posting, 80))}")
    if not resume:
        lines.append("Now send your <b>résumé</b>, as a file or as text.")
    if not posting:
        lines.append("Now send the <b>job post</b>: paste it, forward it, or send a link or file.")
    if resume and posting:
        lines.append("Ready when you are.")
    return "\n\n".join(lines)


def first_line(text: str) -> str:
    """The first line that says something: what a post is called until it is understood."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "job post")


def consent(provider: str) -> str:
    """Asked once before a provider sees a file."""
    return (
        f"To reword lines I send the post and your résumé, <b>without your name and contact "
        f"details</b>, to <b>{escape(provider)}</b>. Is that all right? Without it I can still "
        "reorder your lines and bring the right ones forward."
    )


def privacy(provider: str, agreed: bool) -> str:
    """What is stored and who sees it."""
    model = (
        f"The language model of <b>{escape(provider)}</b> gets the post and your résumé without "
        f"name and contact details, only after you agreed ({'you did' if agreed else 'not yet'})."
        if provider
        else "No language model is used: nothing leaves this bot."
    )
    return (
        "<b>Your data</b>\n"
        "I store what you send and what I make of it, encrypted with a key of your own, so that "
        "your résumé is at hand for the next post and nothing is lost when I restart. "
        "The finished files lie on the bot's own disk.\n"
        f"{model}\n"
        "Pictures are read here on the bot's own machine; a link is opened without a word about "
        "you. Hidden text in files is never used. No message or file text goes into logs."
    )


def queued(title: str, ahead: int) -> str:
    """A job that has to wait."""
    place = _count(ahead, "job is", "jobs are") or "nothing is"
    return f"💼 <b>{escape(shorten(title, 80))}</b>\n⏳ In the queue: {place} before this one."


def changes(reworded: int, moved: int, added: int, dropped: int, refused: int) -> str:
    """What was done to the résumé."""
    parts = [
        _count(reworded, "line reworded", "lines reworded"),
        _count(moved, "moved up", "moved up"),
        _count(added, "brought forward", "brought forward"),
        _count(dropped, "left out", "left out"),
    ]
    done = ", ".join(part for part in parts if part)
    kept = _count(
        refused,
        "change was refused because nothing in your résumé proves it",
        "changes were refused because nothing in your résumé proves them",
    )
    text = f"✏️ {done}." if done else "✏️ Nothing needed a change: the file is as you sent it."
    return f"{text} {kept}." if kept else text


def missing(names: list[str]) -> str:
    """Must-haves that the résumé honestly does not show."""
    listed = ", ".join(escape(shorten(name, 50)) for name in names[:6])
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"❔ Not in your résumé: {listed}{more}. Add what is true, and send it again."


def blocker(what: str) -> str:
    """A hard condition of the post."""
    return f"⛔ A condition of the post: {what}"


def receipt(title: str, seconds: float, edits: int, cost: float | None) -> str:
    """What the status card collapses to."""
    parts = [f"{seconds:.0f} s", _count(edits, "edit", "edits") or "no edits"]
    if cost:
        parts.append(f"${cost:.3f}")
    name = f"<b>{escape(shorten(title, 80))}</b> · " if title else ""
    return f"✅ {name}{' · '.join(parts)}"


def failed(sentence: str) -> str:
    """A run that ended without a document."""
    return f"⚠️ {sentence}\nNothing you sent is lost: press Again, or send another file."


def plain(html: str) -> str:
    """*html* as plain text, for a terminal."""
    return unescape(re.sub(r"</?[a-z]+>", "", html))


def shorten(text: str, length: int) -> str:
    """*text* on one line, cut at *length* characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
