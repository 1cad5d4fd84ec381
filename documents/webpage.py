"""A web page or HTML file: a job posting by its own markup, by its main text, or all it shows."""

import html
import re

from lxml import etree
from readability import Document
from readability.readability import Unparseable

from documents import facts, genre, jobposting, lines, markup, reading
from documents.errors import Empty, Walled
from documents.genre import Genre
from documents.lines import Line
from documents.markup import Element, Page
from documents.reading import Reading
from documents.resume import Place

_LEAST = 40  # words of a description that is one
_MAIN = 80  # words of a main text that is one
_WORDY = 200  # words: a page with more is no wall
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")
_WALL = re.compile(
    r"(?:enable|requires?|turn on|activate|without|needs?) (?:\w+ )?java ?script|"
    r"java ?script (?:is|to be|must be) (?:\w+ )?(?:disabled|enabled|required|turned)|"
    r"(?:verify|confirm) (?:that )?you are (?:a )?human|checking your browser|"
    r"unusual (?:traffic|activity)|are you a robot|access denied",
    re.IGNORECASE,
)


def read(data: bytes) -> Reading:
    """The reading of a page: a job posting without what stands around it, or a whole résumé.

    Raises Walled for a page that shows its text only to browsers or after a login, Empty and
    TooLarge.
    """
    root = markup.parse(data)
    whole = markup.read(root)
    posting = _posting(root)
    if _extent(posting) >= _LEAST:
        return _reading(posting, whole, Genre.POSTING)
    if genre.tell(lines.text(whole.lines)) is Genre.RESUME:
        return _reading(whole.lines, whole, Genre.RESUME)
    chosen = max(posting, _main(root), key=_extent)
    if not posting and _extent(chosen) < _MAIN:
        chosen = whole.lines
    kind = Genre.POSTING if posting else genre.tell(lines.text(chosen))
    if kind is Genre.NEITHER and _is_walled(root, chosen):
        chosen = _preview(root)
        kind = genre.tell(lines.text(chosen))
    return _reading(chosen, whole, kind)


def _reading(chosen: list[Line], whole: Page, kind: Genre) -> Reading:
    shown = lines.text(chosen)
    if not any(map(str.isalnum, shown)):
        raise Empty("no words on the page")
    notices = [reading.notice(why, said) for why, said in whole.unseen.items()]
    return Reading("html", shown, facts.structure(chosen), tuple(notices), kind)


def _posting(root: Element) -> list[Line]:
    """What the page's own markup says of its one posting; of several, that which has its title."""
    found = jobposting.find(root)
    if len(found) > 1:
        title = _string(root, "//title").casefold()
        found = [each for each in found if str(each.get("title", "-")).casefold() in title]
    if not found:
        return []
    return markup.read(markup.parse(jobposting.render(found[0]))).lines


def _main(root: Element) -> list[Line]:
    """The main text of the page under its title."""
    document = Document(etree.tostring(root, encoding="unicode", method="html"))
    try:
        main = markup.read(markup.parse(document.summary(html_partial=True))).lines
    except Unparseable:
        return []
    title = _title(root)
    if main and title.casefold() not in lines.text(main[:3]).casefold():
        main.insert(0, Line(title, Place("html", 0, 0, len(title)), level=1))
    return main


def _title(root: Element) -> str:
    """What the page calls itself: its one first heading, else its title."""
    headings = [_string(each, ".") for each in root.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    return _string(root, "//title")


def _string(element: Element, path: str) -> str:
    """The text of the first element at *path*, on one line."""
    return " ".join(str(element.xpath(f"string({path})")).split())


def _is_walled(root: Element, shown: list[Line]) -> bool:
    """Whether *shown*, which reads like no posting, stands where one would be after a login or
    with JavaScript.
    """
    extent = _extent(shown)
    if root.xpath("//input[@type='password']"):
        return True
    if extent < _LEAST and root.xpath("//script[not(contains(@type, 'json'))]"):
        return True
    return extent < _WORDY and _WALL.search(lines.text(shown)) is not None


def _preview(root: Element) -> list[Line]:
    """What the page tells those who show links to it, if that is a text. Raises Walled."""
    for name in ("og:description", "description"):
        said = root.xpath("string(//meta[@property=$name or @name=$name]/@content)", name=name)
        found = markup.read(markup.parse(f"<pre>{html.escape(str(said))}</pre>")).lines
        if _extent(found) >= _LEAST:
            return found
    raise Walled("the page shows no text without a browser")


def _extent(shown: list[Line]) -> int:
    """About how many words *shown* has, in scripts with and without spaces."""
    text = lines.text(shown)
    letters = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text))) + letters // 2
