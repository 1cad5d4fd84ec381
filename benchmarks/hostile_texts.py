"""Bad web pages, RTF, JSON and plain texts: deep, endless, and pointing to elsewhere."""

import json
from collections.abc import Iterator
from typing import Any

Bad = tuple[str, bytes]

_WORDS = "Ada Example, ada@example.com, accountant in Springfield"


def build(url: str, secret: str) -> Iterator[Bad]:
    """Every file of this kind. They point to *url* and to the file *secret*."""
    for name, page in _pages(url, secret):
        yield f"{name}.html", page.encode("utf-8", "surrogatepass")
    for name, text in _rtfs(url, secret):
        yield f"{name}.rtf", text.encode("latin-1")
    for name, text in _jsons():
        yield f"{name}.json", text.encode()
    yield from _texts()


def _pages(url: str, secret: str) -> Iterator[tuple[str, str]]:
    for tag, depth in (
        ("div", 100_000),
        ("b", 200_000),
        ("table><tr><td", 30_000),
        ("ul><li", 9000),
    ):
        yield f"deep-{tag[:2]}", f"<html><body>{f'<{tag}>' * depth}{_WORDS}"
    ends = {"comment": "<!--", "script": "<script>", "tag": "<div a='", "style": "<style>"}
    for name, opened in ends.items():
        yield f"open-{name}", f"<html><body><p>{_WORDS}</p>{opened}" + "x" * 500_000
    for sign in ("<", "&", "&#x41;", "<p>", "</p>", " ", "\u00a0", "<!-- ", "<br>"):
        name = "-".join(f"{ord(char):x}" for char in sign)
        yield f"flood-{name}", f"<html><body><p>{_WORDS}</p>" + sign * 400_000
    yield (
        "attributes",
        "<html><body><p " + " ".join(f"a{n}=1" for n in range(90_000)) + f">{_WORDS}",
    )
    yield "huge", f"<html><body><p>{'words ' * 1_200_000}</p>"
    outside = (
        f'<html><head><base href="{url}"><link rel="stylesheet" href="{url}/c.css">'
        f'<meta http-equiv="refresh" content="0;url={url}/refresh">'
        f'<script src="{url}/s.js"></script></head><body><img src="{url}/i.png"><iframe src="file://{secret}"></iframe>'
        f'<object data="{url}/o"></object><p>{_WORDS}</p></body></html>'
    )
    yield "outside", outside
    yield "xxe", f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><p>&x; {_WORDS}</p>'
    for name, data in {
        "posting-deep": "[" * 50_000 + "]" * 50_000,
        "posting-broken": '{"@type": "JobPosting", "description": ',
        "posting-odd": '{"@type": "JobPosting", "description": {"a": [1, null]}, "title": [[]]}',
        "posting-long": '{"@type": "JobPosting", "description": "' + "&lt;p&gt;" * 200_000 + '"}',
    }.items():
        script = f'<script type="application/ld+json">{data}</script>'
        yield name, f"<html><head>{script}</head><body><p>{_WORDS}</p></body></html>"
    yield "surrogates", f"<html><body><p>{_WORDS} \ud800\udfff</p>"
    yield "frames", "<html><frameset>" + f'<frame src="{url}/f">' * 1000 + "</frameset></html>"


def _rtfs(url: str, secret: str) -> Iterator[tuple[str, str]]:
    head = r"{\rtf1\ansi "
    yield "groups-deep", head + "{" * 200_000 + _WORDS + "}" * 200_000
    yield "groups-closed", head + _WORDS + "}" * 200_000
    yield "groups-open", head + _WORDS + "{" * 200_000
    yield "binary", head + r"{\pict\bin2000000000 " + "x" * 1000
    yield "binary-minus", head + r"{\pict\bin-5 " + _WORDS + "}"
    yield "letters", head + r"\u-1?\u99999999999?\u55357?\u0?" * 20_000 + _WORDS
    yield "skip", head + r"\uc2000000000 \u65 " + _WORDS + "}"
    yield "word-long", head + "\\" + "a" * 900_000 + " " + _WORDS + "}"
    yield "hex", head + r"\'zz\'" * 100_000 + _WORDS
    yield "numbers", head + r"\fs-99999999999999999999 " + _WORDS + r"\li" + "9" * 5000
    yield "picture", head + r"{\pict\pngblip " + "89504e47" * 500_000 + "}" + _WORDS
    yield "object", head + r"{\object\objdata " + "d0cf11e0" * 90_000 + "}" + _WORDS
    yield "field", head + rf'{{\field{{\*\fldinst INCLUDEPICTURE "{url}/r.png"}}}}' + _WORDS + "}"
    yield "include", head + rf'{{\field{{\*\fldinst INCLUDETEXT "{secret}"}}}}' + _WORDS + "}"
    yield "template", head + rf"{{\*\template {url}/t.dot}}" + _WORDS + "}"
    yield "rows", head + r"\trowd\cellx9999 a\cell\row" * 60_000 + "}"
    yield "paragraphs", head + r"\par " * 400_000 + "}"
    yield "short", r"{\rtf"
    yield "page", head + r"\ansicpg99999 " + _WORDS + "}"


def _jsons() -> Iterator[tuple[str, str]]:
    basics = {"name": "Ada Example", "email": "ada@example.com"}
    yield "deep", '{"basics":' + "[" * 100_000
    yield "deep-closed", '{"basics":' + "[" * 900 + "]" * 900 + "}"
    yield "numbers", '{"basics": {"name": 1' + "0" * 5000 + '}, "work": 1e999}'
    odds: list[Any] = [None, 5, [], "text", [[[]]], {"name": {"a": 1}}]
    for number, odd in enumerate(odds):
        yield f"odd-{number}", json.dumps({"basics": odd, "work": odd, "skills": [odd]})
    work = [{"name": "Example", "highlights": ["did"] * 300}] * 300
    yield "many", json.dumps({"basics": basics, "work": work})
    yield "twice", '{"basics": {"name": "A"}, "basics": {"name": "Ada"}, "work": [{}]}'
    yield "surrogate", '{"basics": {"name": "\\ud800 Ada", "summary": "\\u0000 words"}}'


def _texts() -> Iterator[Bad]:
    yield "line.txt", b"word " * 3_000_000
    yield "letter.txt", b"a" * 10_000_000
    yield "lines.txt", b"a\n" * 2_000_000
    yield "bullets.txt", "• did things\n".encode() * 50_000
    yield "dates.txt", b"May 2019 - June 2020\n" * 20_000
    yield "dashes.txt", b"Ada Example\n" + b"- " * 500_000
    yield "mails.txt", b"a@" * 400_000
    yield "digits.txt", b"5" * 1_000_000
    yield "phone.txt", b"+1 (555) " * 100_000
    yield "links.txt", b"http://" * 100_000
    yield "spaces.txt", b"Ada" + b" " * 2_000_000 + b"Example"
    yield "tabs.txt", b"Ada\t" * 400_000
    yield "headings.txt", b"EXPERIENCE\nSKILLS\nEDUCATION\n" * 20_000
    yield "backwards.txt", ("\u202eAda Example\u202c\n" * 1000).encode()
    yield "marks.txt", ("A" + "\u0301" * 5000 + "da Example\n").encode() * 20
    yield "joiners.txt", ("\u200d" * 300_000 + "Ada").encode()
    yield "utf16.txt", ("Ada Example\n" * 50).encode("utf-16-le")
    yield "utf32.txt", ("Ada Example\n" * 50).encode("utf-32")
    yield "broken.txt", b"Ada Ex\xff\xfeample \xc3\x28 \xe2\x82" * 100
    yield "nulls.txt", b"Ada\0Example\0" * 100
    yield "controls.txt", bytes(range(1, 32)) * 200
    yield "fence.md", b"```\n" * 100_000 + b"Ada"
    yield "quotes.md", b"> " * 100_000 + b"Ada"
    yield "hashes.md", b"# " * 100_000 + b"Ada"
    yield "stars.md", b"**" * 200_000 + b"Ada"
    yield "brackets.md", b"[" * 200_000 + b"Ada" + b"](" * 50_000
    yield "pipes.md", b"|a" * 200_000 + b"\n" + b"|-" * 200_000
