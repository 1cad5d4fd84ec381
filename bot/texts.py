"""Every sentence the bot says, in Telegram's HTML."""

import re
from html import escape, unescape

from agents.values import Agent
from bot.catalogue import count, mark, tell
from bot.texts_failures import FAILURES, INSTEAD
from documents import errors as document_errors
from documents.genre import Genre
from documents.reading import Notice, Reading
from documents.resume import Kind, Topic

START = mark(
    "Hello! Send me your <b>résumé</b> and a <b>job post</b>, in any order: as files (Word, PDF, "
    "text), photos or a link to the post, or pasted here. I tailor the résumé to the post and "
    "send it back as a Word file. If you send Word, it is your own file, edited in place.\n\n"
    "I never invent anything: every changed line rests on lines of your résumé.\n\n"
    "/help tells more, /privacy says what happens with your data."
)
HELP = mark(
    "<b>How it works</b>\n"
    "1. Send your résumé: DOCX, PDF, TXT, MD, a photo or scan, or paste its text.\n"
    "2. Send the job post: paste or forward it, or send a link, screenshots or a file.\n"
    "3. Press <b>Start</b>. Five agents work for a moment; one message shows how far they are.\n"
    "4. You get the Word file, with what changed and what the post asks that your résumé "
    "does not show. <b>Changes</b> under it lets you reject or reword every single line.\n\n"
    "Your résumé stays on the table: for the next job just send the next post.\n\n"
    "/resume shows the résumé on file, /last sends the last document again\n"
    "/history lists your applications, /status what is running\n"
    "/settings language, model, layout, how long files are kept\n"
    "/cancel stops everything and clears the table\n"
    "/privacy what is stored, and who sees it\n"
    "/export_me everything that is stored about you, as files\n"
    "/delete_me deletes it"
)
CLEARED = mark("The table is clear. Send a résumé and a job post when you like.")
CANCELLED = mark("Stopped, and the table is clear. Your résumé is kept for the next post.")
PRIVATE_ONLY = mark("I work in private chats only: résumés do not belong in groups.")
SORRY = mark(
    "Something went wrong on my side. Nothing you sent is lost; please try again in a moment, "
    "or /cancel to begin anew."
)
EXPIRED = mark("This button has expired.")
NEITHER = mark(
    "I can't tell what this is: it reads like neither a résumé nor a job post. "
    "Tell me with a button, or send something else."
)
TOO_SHORT = mark(
    "That is too short for a résumé or a job post. Send the whole text, a link, a file "
    "(DOCX, PDF, TXT or MD) or a screenshot."
)
NOT_HANDLED = mark("I can use text, links, files and photos of text. Please send one of these.")
KNOWN_RESUME = mark("📄 That is the résumé I already have: nothing changed.")
ASK_RESUME = mark("Send the new résumé, as a file or as text.")
ASK_POSTING = mark("Send the new job post, as text, a forwarded message or a file.")
REPLACE = mark("What do you want to replace?")
TOO_BIG = mark(
    "This file has more than 20 MB; Telegram gives me no larger ones. Please send a smaller one."
)
EDITED_IN_RUN = mark(
    "I have taken your change. The run that is under way goes on with the earlier text; "
    "press Start below to make another one with the new text."
)
STOPPED = mark("⏹ Stopped. Nothing was sent.")
TOO_LATE = mark("It is done already: the document is on its way.")
STOPPING = mark("Stopping.")
STOPPED_BEFORE = mark("It is stopped already.")
UNFINISHED = mark("⚠️ This run ended without a document.")
PAUSED = mark("⏸ Paused for a moment; it goes on by itself.")
UNSORTED = mark("Found: text without clear sections.")
RECOGNISED = mark("🔎 I read this from a picture: please check names, numbers and dates.")
UNREAD = mark("⚠️ A part of the file could not be read.")
RESUME_NEXT = mark("Now send your <b>résumé</b>, as a file or as text.")
POSTING_NEXT = mark("Now send the <b>job post</b>: paste it, forward it, or send a link or file.")
READY = mark("Ready when you are.")
NO_MODEL = mark("No language model is used: nothing leaves this bot.")
MODEL_AGREED = mark(
    "The language model of <b>{provider}</b> gets the post and your résumé without "
    "name and contact details, only after you agreed (you did)."
)
MODEL_UNASKED = mark(
    "The language model of <b>{provider}</b> gets the post and your résumé without "
    "name and contact details, only after you agreed (not yet)."
)
PRIVACY = mark(
    "<b>Your data</b>\n"
    "I store what you send and what I make of it, encrypted with a key of your own, so that "
    "your résumé is at hand for the next post and nothing is lost when I restart. "
    "The finished files lie on the bot's own disk.\n"
    "{model}\n"
    "Pictures are read here on the bot's own machine; a link is opened without a word about "
    "you. Hidden text in files is never used. No message or file text goes into logs."
)

AGENTS = {
    Agent.JOB_ANALYSIS: mark("Reading the job post"),
    Agent.RESUME_OPTIMIZATION: mark("Planning the edits"),
    Agent.IMPLEMENTATION: mark("Writing"),
    Agent.VALIDATION: mark("Checking every fact"),
    Agent.POLISH: mark("Polishing"),
}


def failure(error: BaseException) -> str:
    """The sentence for *error*: its own class's, or its nearest parent's, or SORRY."""
    for cls in type(error).__mro__:
        if cls in FAILURES:
            return tell(FAILURES[cls], instead=tell(INSTEAD))
    return tell(SORRY)


def unopened(error: BaseException) -> str:
    """The sentence for a link that was of no use: what is wrong with a file is so with a page."""
    page = isinstance(error, document_errors.DocumentError)
    return failure(document_errors.Walled() if page else error)


def stranger(person: int) -> str:
    """To somebody who is not admitted."""
    return tell(
        "This bot is private. Your Telegram id is <code>{person}</code>; "
        "its owner can let you in with it.",
        person=person,
    )


def understood_resume(reading: Reading, name: str) -> str:
    """What the reader made of a résumé, and what it left out."""
    resume = reading.resume
    roles, lines = len(resume.entries(Topic.EXPERIENCE)), len(resume.of(Kind.BULLET))
    skills, degrees = len(resume.of(Kind.SKILL)), len(resume.entries(Topic.EDUCATION))
    found = listed(
        (roles, count(roles, "{n} role", "{n} roles")),
        (lines, count(lines, "{n} line", "{n} lines")),
        (skills, count(skills, "{n} skill", "{n} skills")),
        (degrees, count(degrees, "{n} degree", "{n} degrees")),
    )
    said = tell("Found: {things}.", things=found) if found else tell(UNSORTED)
    title = resume_line(resume.name or name or tell("no name found"))
    return "\n".join([title, said, *map(notice, reading.warnings)])


def notice(item: Notice) -> str:
    """One kind of text in the file that was not used, or is not certain."""
    return {
        "recognised": tell(RECOGNISED),
        "hidden": count(
            item.count,
            "⚠️ I ignored {n} character of hidden text.",
            "⚠️ I ignored {n} characters of hidden text.",
        ),
        "white": count(
            item.count,
            "⚠️ I ignored {n} character of white text.",
            "⚠️ I ignored {n} characters of white text.",
        ),
        "tiny": count(
            item.count,
            "⚠️ I ignored {n} character of tiny text.",
            "⚠️ I ignored {n} characters of tiny text.",
        ),
        "deleted": count(
            item.count,
            "⚠️ I ignored {n} character of deleted (tracked) text.",
            "⚠️ I ignored {n} characters of deleted (tracked) text.",
        ),
        "comment": count(item.count, "⚠️ I ignored {n} comment.", "⚠️ I ignored {n} comments."),
    }.get(item.kind) or tell(UNREAD)


def understood_posting(text: str) -> str:
    """What was taken for a job post."""
    words = count(len(text.split()), "{n} word.", "{n} words.")
    return f"{posting_line(first_line(text), 90)}\n{words}"


def resume_line(name: str) -> str:
    """The résumé that is on the table."""
    return tell("📄 <b>Résumé</b>: {name}", name=escape(shorten(name, 80)))


def posting_line(name: str, length: int = 80) -> str:
    """The job post that is on the table."""
    return tell("💼 <b>Job post</b>: {name}", name=escape(shorten(name, length)))


def card(news: str, newest: Genre, resume: str | None, posting: str | None) -> str:
    """The start card: what came last, what is on the table, and what is missing."""
    lines = [news] if news else []
    if newest is not Genre.RESUME and resume:
        lines.append(resume_line(resume))
    if newest is not Genre.POSTING and posting:
        lines.append(posting_line(posting))
    if not resume:
        lines.append(tell(RESUME_NEXT))
    if not posting:
        lines.append(tell(POSTING_NEXT))
    if resume and posting:
        lines.append(tell(READY))
    return "\n\n".join(lines)


def first_line(text: str) -> str:
    """The first line that says something: what a post is called until it is understood."""
    lines = (line.strip() for line in text.splitlines())
    return next(filter(None, lines), tell("job post"))


def consent(provider: str) -> str:
    """Asked once before a provider sees a file."""
    return tell(
        "To reword lines I send the post and your résumé, <b>without your name and contact "
        "details</b>, to <b>{provider}</b>. Is that all right? Without it I can still "
        "reorder your lines and bring the right ones forward.",
        provider=escape(provider),
    )


def privacy(provider: str, agreed: bool) -> str:
    """What is stored and who sees it."""
    if not provider:
        model = tell(NO_MODEL)
    elif agreed:
        model = tell(MODEL_AGREED, provider=escape(provider))
    else:
        model = tell(MODEL_UNASKED, provider=escape(provider))
    return tell(PRIVACY, model=model)


def queued(title: str, ahead: int) -> str:
    """A job that has to wait."""
    place = (
        count(
            ahead,
            "⏳ In the queue: {n} job is before this one.",
            "⏳ In the queue: {n} jobs are before this one.",
        )
        if ahead
        else tell("⏳ In the queue: nothing is before this one.")
    )
    return f"💼 <b>{escape(shorten(title, 80))}</b>\n{place}"


def failed(sentence: str) -> str:
    """A run that ended without a document."""
    return tell(
        "⚠️ {sentence}\nNothing you sent is lost: press Again, or send another file.",
        sentence=sentence,
    )


def plain(html: str) -> str:
    """*html* as plain text, for a terminal."""
    return unescape(re.sub(r"</?[a-z]+>", "", html))


def shorten(text: str, length: int) -> str:
    """*text* on one line, cut at *length* characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def listed(*counted: tuple[int, str]) -> str:
    """What there is of things that were counted: (number, what is said of so many)."""
    return ", ".join(sentence for number, sentence in counted if number)
