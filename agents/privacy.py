"""What of a person may leave for a model: their work, never how to reach them."""

import re

from agents import injection
from documents.resume import Fact, Kind, Resume

_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_LINK = r"(?:https?://|www\.)\S+|(?<![\w.-])(?:[\w-]{1,63}\.){1,8}(?:com|net|org|io|dev|me|ru|de|fr|es|example)/\S+"
_PHONE = r"(?<![\w.,])\+\d[\d\s().-]{6,18}\d"
_HANDLE = r"(?<!\w)@[A-Za-z]\w{3,}"
_CONTACT = re.compile(f"{_MAIL}|{_LINK}|{_PHONE}|{_HANDLE}")


def masked(text: str) -> str:
    """*text* with mail addresses, links, phone numbers and handles taken out."""
    return _CONTACT.sub("…", text)


def sendable(resume: Resume) -> tuple[Fact, ...]:
    """The facts of *resume* that may go to a model.

    Left out: the name and contact facts, any line that holds the name or a way to reach somebody
    (it stays as it is), and lines that read like instructions to a machine.
    """
    name = resume.name.casefold()
    return tuple(fact for fact in resume.facts if _may_go(fact, name))


def _may_go(fact: Fact, name: str) -> bool:
    if fact.kind in (Kind.NAME, Kind.CONTACT) or (name and name in fact.text.casefold()):
        return False
    return not _CONTACT.search(fact.text) and not injection.suspicious(fact.text)
