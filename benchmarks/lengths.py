"""Honest answers as long as an honest model's, and a book of which lines each of them was about."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks import papers, sequence
from sandbox import honest, model_calls, model_requests
from sandbox.model_pace import TOKEN, tokens

_BLANK = " "
_NONCE = re.compile(r"post-\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A request's lines by id; for a plan, each group's lines and the token that completes it."""

    lines: frozenset[str]
    groups: tuple[tuple[frozenset[str], int], ...] = ()


class Book:
    """The answering function of a sandbox model, which remembers what it was asked.

    The rules' wording is about as long as the line was; a model's answer is fixed at 80 tokens
    for each line (baseline.json), so each line is filled up with blanks, which JSON allows.
    """

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}  # by the digest that the server's log has, too

    def answer(self, body: dict[str, Any]) -> str:
        """The answer's text, for `sandbox.model.serve`."""
        fixed = sequence.answer(body)
        if fixed:
            return fixed
        text = stretch(honest.answer(body))
        prompt = model_requests.openrouter(body).text
        self.entries[model_calls.digest(prompt)] = Entry(_asked(body), tuple(_groups(text)))
        return text


class Repeating:
    """An answering function that thinks once about people whose `papers` differ in a word only.

    A machine that plays the model for hundreds of people has no time to read each post anew.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def answer(self, body: dict[str, Any]) -> str:
        """The answer's text, for `sandbox.model.serve`."""
        said = json.dumps(body["messages"], ensure_ascii=False)
        common, own = papers.plain(said)
        key = _NONCE.sub("post", common)
        if key not in self._known:
            self._known[key] = papers.plain(stretch(honest.answer(body)))[0]
        return papers.personal(self._known[key], own)


def stretch(text: str) -> str:
    """*text* with its worded lines at the length that a model needs for each."""
    said = json.loads(text)
    if "l" not in said:
        return text
    lines = [_dump(line) for line in said["l"]]
    least = sequence.EDIT_TOKENS * TOKEN
    filled = [f"{line[:-1]}{_BLANK * (least - len(line) - 1)}}}" for line in lines]
    return f'{{"l":[{",".join(filled)}]}}'


def _asked(body: dict[str, Any]) -> frozenset[str]:
    """The ids of the lines that a request is about, where it is about lines."""
    user = body["messages"][-1]["content"].partition("\n")[0]
    row = json.loads(user) if user.startswith("{") else {}
    lines = row.get("lines", ())
    return frozenset(line["f"] for line in lines if isinstance(line, dict))


def _groups(text: str) -> Iterator[tuple[frozenset[str], int]]:
    for group in json.loads(text).get("p", ()):
        written = _dump(group)
        end = text.index(written) + len(written)
        yield frozenset(line["f"] for line in group["w"]), tokens(text[:end])


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
