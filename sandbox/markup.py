"""Telegram's HTML: tags into entities, and its errors in its words, with byte offsets."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from sandbox.entities import Entity, Malformed, ordered

_TYPES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
_TYPES |= {"ins": "underline", "s": "strikethrough", "strike": "strikethrough"}
_TYPES |= {"del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link"}
_TYPES |= {"code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji"}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}

# A NUL stands after the text: it ends every run, as it does in Telegram's parser.
_SPACES = (b" ", b"\t", b"\r", b"\n", b"\v")
_SPACE = re.compile(rb"[ \t\r\n\v]*")
_TAG_NAME = re.compile(rb"[^ \t\r\n\v\0>]*")
_ATTRIBUTE = re.compile(rb"[^ \t\r\n\v\0=>/\"']*")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_REFERENCE = re.compile(rb"&(?:#x(?P<hex>[0-9A-Fa-f]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*))")


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    extra: str
    offset: int  # UTF-16 units of the text before it
    start: int  # bytes of the text before it


def parse(source: str) -> tuple[str, tuple[Entity, ...]]:
    """The text of HTML *source* and its entities, untrimmed. Raises Malformed."""
    parser = _Parser(source)
    parser.run()
    try:
        text = parser.text.decode()
    except UnicodeDecodeError:
        raise Malformed(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        ) from None
    return text, ordered(_plain_code(entity) for entity in parser.entities)


def _plain_code(entity: Entity) -> Entity:
    return replace(entity, extra="") if entity.type == "code" else entity


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source.encode("utf-8", "surrogatepass") + b"\0"
        self.at = 0
        self.text = bytearray()
        self.units = 0
        self.open: list[_Tag] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        while not self._ended():
            if self._peek() == b"<":
                self._tag()
            else:
                self._character()
        if self.open:
            name = self.open[-1].name
            raise Malformed(f'Can\'t find end tag corresponding to start tag "{name}"')

    def _peek(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def _ended(self) -> bool:
        return self.at >= len(self.source) - 1

    def _take(self, pattern: re.Pattern[bytes]) -> str:
        match = pattern.match(self.source, self.at)
        assert match is not None  # each pattern matches the empty string
        self.at = match.end()
        return match.group().decode("utf-8", "replace")

    def _reference(self) -> str:
        """The character that a reference stands for, passed over; "" where there is none."""
        match = _REFERENCE.match(self.source, self.at)
        if match is None:
            return ""
        char = _named(match) or _numbered(match)
        if char:
            self.at = match.end() + (self.source[match.end() : match.end() + 1] == b";")
        return char

    def _character(self) -> None:
        if char := self._reference():
            self.text += char.encode("utf-8", "surrogatepass")
            self.units += 2 if ord(char) > 0xFFFF else 1
            return
        byte = self.source[self.at]
        self.text.append(byte)
        self.at += 1
        if byte & 0xC0 != 0x80:  # the first byte of a character
            self.units += 2 if byte >= 0xF0 else 1

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._peek() == b"/":
            self.at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        name = self._take(_TAG_NAME).lower()
        if self._ended():
            raise Malformed(f"Unclosed start tag at byte offset {begin}")
        if name not in _TYPES:
            raise Malformed(f'Unsupported start tag "{name}" at byte offset {begin}')
        extra = _extra(name, self._attributes(name, begin))
        if name == "span" and extra != "tg-spoiler":
            raise Malformed(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Tag(name, extra, self.units, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._take(_SPACE)
            if self._peek() == b">":
                self.at += 1
                return found
            name = self._take(_ATTRIBUTE)
            if not name:
                raise Malformed(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            found[name] = self._value(tag, begin)

    def _value(self, tag: str, begin: int) -> str:
        self._take(_SPACE)
        value = ""
        if self._peek() == b"=":
            self.at += 1
            self._take(_SPACE)
            if self._ended():
                raise Malformed(f'Unclosed start tag "{tag}" at byte offset {begin}')
            value = self._quoted() if self._peek() in (b'"', b"'") else self._token()
            if self._ended():
                raise Malformed(f"Unclosed start tag at byte offset {begin}")
        elif self._ended():
            raise Malformed(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return value

    def _token(self) -> str:
        begin = self.at
        token = self._take(_TOKEN).lower()
        if self._peek() not in (b">", b"\0", *_SPACES):
            raise Malformed(f"Unexpected end of name token at byte offset {begin}")
        return token

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = bytearray()
        while self._peek() != quote and not self._ended():
            if char := self._reference():
                value += char.encode("utf-8", "surrogatepass")
            else:
                value += self._peek()
                self.at += 1
        if not self._ended():
            self.at += 1
        return value.decode("utf-8", "replace")

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise Malformed(f"Unexpected end tag at byte offset {begin}")
        name = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._peek() != b">":
            raise Malformed(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open[-1]
        if name and name != tag.name:
            raise Malformed(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{tag.name}>", found "</{name}>"'
            )
        if self.units > tag.offset:
            self._close(tag)
        self.open.pop()

    def _close(self, tag: _Tag) -> None:
        entity = Entity(_TYPES[tag.name], tag.offset, self.units - tag.offset, tag.extra)
        last = self.entities[-1] if self.entities else None
        if tag.name == "a":
            link = tag.extra or self.text[tag.start :].decode("utf-8", "replace")
            entity = _linked(replace(entity, extra=link))
        elif tag.name == "blockquote" and tag.extra:
            entity = replace(entity, type="expandable_blockquote", extra="")
        elif tag.name == "tg-emoji" and not tag.extra.isdecimal():
            raise Malformed("Invalid custom emoji identifier specified")
        elif tag.name in ("pre", "code") and last and _wrap(entity, last):
            self.entities.pop()
            entity = replace(entity, type="pre", extra=entity.extra or last.extra)
        elif tag.name == "span":
            entity = replace(entity, extra="")
        if entity.length:
            self.entities.append(entity)


def _named(match: re.Match[bytes]) -> str:
    return _NAMED.get(match.group("name") or b"", "")


def _numbered(match: re.Match[bytes]) -> str:
    digits = match.group("hex") or match.group("dec")
    if not digits or match.end() - match.start() >= 10:
        return ""
    code = int(digits, 16 if match.group("hex") else 10)
    return chr(code) if 0 < code < 0x10FFFF else ""


def _extra(tag: str, attributes: dict[str, str]) -> str:
    """The attribute that matters for *tag*; the others are passed over, as Telegram does."""
    if tag == "code":
        kind, _, language = attributes.get("class", "").partition("language-")
        return "" if kind else language
    if tag == "blockquote":
        return "expandable" if "expandable" in attributes else ""
    wanted = {"a": "href", "span": "class", "tg-emoji": "emoji-id"}
    return attributes.get(wanted[tag], "") if tag in wanted else ""


def _wrap(outer: Entity, inner: Entity) -> bool:
    """Whether these two are <pre> and <code class="language-…"> around the same text."""
    same = (outer.offset, outer.length) == (inner.offset, inner.length)
    pair = {outer.type, inner.type} == {"pre", "code"}
    return same and pair and bool(outer.extra or inner.extra)


def _linked(entity: Entity) -> Entity:
    """*entity* with its link put in order; without a length where it is no link."""
    link = entity.extra.strip()
    if re.fullmatch(r"tg://user\?id=\d{1,15}", link):
        return replace(entity, type="text_mention")
    try:
        url = urlsplit(link if "://" in link else f"http://{link}")
        good = url.scheme in ("http", "https", "tg", "ton") and bool(url.hostname)
    except ValueError:
        good = False
    if not good or (url.scheme in ("http", "https") and "." not in str(url.hostname)):
        return replace(entity, length=0)
    return replace(entity, extra=url._replace(path=url.path or "/").geturl())
