"""What the bot says about a run and about what came of it."""

from collections.abc import Sequence
from html import escape

from agents.values import Agent, Finished
from bot.catalogue import count, mark, tell
from bot.texts import listed, shorten

RULES_NOTE = mark("Made without a language model: your own words, in the order this post asks for.")
PARTLY_RULES_NOTE = mark("The language model dropped out on the way; rules did the rest.")
REPEAT_NOTE = mark(
    "(I was interrupted while sending; if you got this file before, it is the same one.)"
)
_CENT = 0.005  # USD: what is rounded to a cent
UNCHANGED = mark("✏️ Nothing needed a change: the file is as you sent it.")


def changes(reworded: int, moved: int, added: int, dropped: int, refused: int) -> str:
    """What was done to the résumé."""
    done = listed(
        (reworded, count(reworded, "{n} line reworded", "{n} lines reworded")),
        (moved, count(moved, "{n} moved up", "{n} moved up")),
        (added, count(added, "{n} brought forward", "{n} brought forward")),
        (dropped, count(dropped, "{n} left out", "{n} left out")),
    )
    text = f"✏️ {done}." if done else tell(UNCHANGED)
    kept = count(
        refused,
        "{n} change was refused because nothing in your résumé proves it.",
        "{n} changes were refused because nothing in your résumé proves them.",
    )
    return f"{text} {kept}" if refused else text


def missing(names: Sequence[str]) -> str:
    """Must-haves that the résumé honestly does not show."""
    return tell(
        "❔ Not in your résumé: {names}. Add what is true, and send it again.", names=some(names)
    )


def some(names: Sequence[str]) -> str:
    """The first of *names*, and how many more there are."""
    shown = ", ".join(escape(shorten(name, 50)) for name in names[:6])
    more = len(names) - 6
    if more < 1:
        return shown
    return count(more, "{names} and {n} more", "{names} and {n} more", names=shown)


def blockers(named: Sequence[str]) -> list[str]:
    """The hard conditions of the post, the first two."""
    lines = (escape(shorten(each, 100)) for each in named[:2])
    return [tell("⛔ A condition of the post: {what}", what=line) for line in lines]


def finished(event: Finished) -> str:
    """What an agent came to."""
    if not event.figures:
        return event.text
    first, second = event.figures
    nice = count(second, "{n} nice to have", "{n} nice to have")
    refused = count(second, "{n} refused", "{n} refused")
    edits = count(second, "{n} edit", "{n} edits")
    parts = count(second, "in {n} part", "in {n} parts")
    return {
        Agent.JOB_ANALYSIS: count(
            first, "{n} must-have, {nice}", "{n} must-haves, {nice}", nice=nice
        ),
        Agent.RESUME_OPTIMIZATION: count(
            first, "{n} edit {parts}", "{n} edits {parts}", parts=parts
        ),
        Agent.VALIDATION: count(
            first, "{n} accepted, {refused}", "{n} accepted, {refused}", refused=refused
        ),
        Agent.POLISH: count(
            first, "{n} line polished, {edits}", "{n} lines polished, {edits}", edits=edits
        ),
    }.get(event.agent, event.text)


def under_way(title: str) -> str:
    """The head of the status card."""
    return tell("<b>Tailoring</b> · {title}", title=escape(shorten(title, 80)))


def seconds(number: float) -> str:
    """A duration."""
    return tell("{n} s", n=f"{number:.0f}")


def estimate(took: float, cost: float) -> str:
    """What an application took lately, for the start card."""
    return f"⏱ ≈ {seconds(took)}" + (f", ${cost:.2f}" if cost >= _CENT else "")


def receipt(title: str, took: float, edits: int, cost: float | None) -> str:
    """What the status card collapses to."""
    made = count(edits, "{n} edit", "{n} edits") if edits else tell("no edits")
    parts = [seconds(took), made]
    if cost:
        parts.append(f"${cost:.3f}")
    name = f"<b>{escape(shorten(title, 80))}</b> · " if title else ""
    return f"✅ {name}{' · '.join(parts)}"
