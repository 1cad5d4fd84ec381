"""One call of the Bot API: its parameters, read as leniently or strictly as Telegram reads them."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox import entities, markup
from sandbox.entities import Entity
from sandbox.refusals import Unsupported, bad

if TYPE_CHECKING:
    from sandbox.world import World

MOST_TEXT = 4096  # characters, after parsing
MOST_CAPTION = 1024
_MOST_BYTES = 1 << 15  # before parsing


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in. A name or a type may be missing."""

    data: bytes
    name: str | None = None
    mime: str | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it does, and every parameter that this server understands."""

    perform: "Callable[[World, Params], object]"
    parameters: frozenset[str]


def method(perform: "Callable[[World, Params], object]", parameters: str = "") -> Method:
    """A Method with *parameters* as names with spaces between."""
    return Method(perform, frozenset(parameters.split()))


class Params:
    """The parameters of one call: strings (nested values as JSON), and uploads."""

    def __init__(self, values: Mapping[str, str], uploads: Mapping[str, Upload]) -> None:
        self.values = dict(values)
        self.uploads = dict(uploads)

    def text(self, name: str) -> str:
        """The value of *name*; "" when it is missing."""
        return self.values.get(name, "")

    def whole(self, name: str, default: int = 0) -> int:
        """The value of *name* as a number; 0 for what is none."""
        value = self.values.get(name)
        if value is None:
            return default
        match = re.match(r"\s*[+-]?\d+", value)
        return int(match.group()) if match else 0

    def flag(self, name: str) -> bool:
        """Whether *name* is set."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str, what: str) -> Any:
        """The value of *name* decoded; None when it is missing. *what* stands in the refusal."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad(f"can't parse {what} JSON object") from None

    def file(self, name: str, given: str | None = None) -> Upload | str | None:
        """What is sent as *name*: an upload, a file_id, or None when there is nothing."""
        value = self.text(name) if given is None else given
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        if value.startswith(("http://", "https://")):
            raise Unsupported("sandbox: files by URL are not supported")
        return value or self.uploads.get(name)

    def formatted(self, name: str, most: int) -> tuple[str, tuple[Entity, ...]]:
        """The text *name* with its entities, by parse_mode or given. Raises Refused."""
        key = "entities" if name == "text" else "caption_entities"
        given = self.json(key, "entities") or []
        text, found = formatted(self.text(name), self.text("parse_mode"), given)
        if len(text) > most:
            raise bad("message is too long" if name == "text" else "message caption is too long")
        return text, found


def formatted(raw: str, parse_mode: str, given: Any = ()) -> tuple[str, tuple[Entity, ...]]:
    """*raw* as Telegram keeps it; "" if nothing visible is left. Raises Refused."""
    if len(raw.encode("utf-8", "surrogatepass")) > _MOST_BYTES:
        raise bad("text is too long")
    if parse_mode.lower() in ("markdown", "markdownv2"):
        raise Unsupported(f"sandbox: parse_mode {parse_mode!r} is not supported, use HTML")
    try:
        if raw and parse_mode.lower() == "html":
            text, found = markup.parse(raw)
        elif parse_mode and parse_mode.lower() not in ("none", "html"):
            raise bad("unsupported parse_mode")
        else:
            text, found = raw, entities.load(given, raw)
    except entities.Malformed as malformed:
        prefix = "can't parse entities: " if parse_mode else ""
        raise bad(f"{prefix}{malformed}") from None
    text, found = entities.clean(text, found)
    return text, entities.find(text, found)
