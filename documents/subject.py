"""A Word file as the checks for parsers look at it: its parts, its lines, its facts, its pages."""

import io
import re
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
from lxml import etree

from documents import archive, container, facts, lines, runs, word
from documents.container import Package
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Place, Resume
from documents.runs import Element, Styles, W
from documents.word import Parts

Verdict = tuple[bool | None, str]

OK: Verdict = (True, "")

_RTL = re.compile(r"[\u0590-\u08ff]")


@dataclass
class Subject:
    """A DOCX; `name` is its file name and `pdf` what LibreOffice makes of it, both may be empty."""

    data: bytes
    name: str = ""
    pdf: bytes = b""

    @cached_property
    def package(self) -> Package:
        """The package. Raises what `container.check` raises."""
        return container.check(self.data)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """All parts by name."""
        container.check(self.data)
        return archive.unpack(self.data)

    @cached_property
    def parts(self) -> Parts:
        """The parts with text or styles."""
        return word.open_parts(self.package)

    @cached_property
    def styles(self) -> Styles:
        """What paragraphs inherit."""
        return word.styles_of(self.parts)

    @cached_property
    def body(self) -> Element:
        """The root of the main part."""
        return next(iter(self.parts.of("main").values()))

    @cached_property
    def reading(self) -> tuple[list[Line], list[Notice]]:
        """The lines, and what stands in the file unseen."""
        return word.read(self.package)

    @property
    def lines(self) -> list[Line]:
        """The lines in reading order."""
        return self.reading[0]

    @cached_property
    def resume(self) -> Resume:
        """The facts."""
        return facts.structure(self.lines)

    @cached_property
    def text(self) -> str:
        """The visible text."""
        return lines.text(self.lines)

    @property
    def is_rtl(self) -> bool:
        """Whether most of the text runs from right to left."""
        return len(_RTL.findall(self.text)) * 2 > len(letters(self.text))

    @cached_property
    def paragraphs(self) -> dict[tuple[str, int], tuple[Element, str]]:
        """The paragraphs that can be seen, with their text, by part and ordinal."""
        return {
            (name, ordinal): (paragraph, runs.text(paragraph, self.styles))
            for _, name, root in self.parts.with_text()
            for ordinal, paragraph in runs.paragraphs(root)
        }

    @cached_property
    def pages(self) -> pypdfium2.PdfDocument | None:
        """The pages, if there is a PDF."""
        return pypdfium2.PdfDocument(self.pdf) if self.pdf else None

    def line_at(self, place: Place) -> Line | None:
        """The line that *place* stands in."""
        for line in self.lines:
            same = (line.place.part, line.place.paragraph) == (place.part, place.paragraph)
            if same and line.place.start <= place.start <= line.place.end:
                return line
        return None

    def paragraph_at(self, place: Place) -> Element:
        """The paragraph that *place* stands in."""
        return self.paragraphs[place.part, place.paragraph][0]

    def has(self, *tags: str) -> int:
        """How many elements with one of *tags* the main part has."""
        return sum(1 for _ in self.body.iter(*tags))

    def property(self, name: str) -> str:
        """A core property by its local name."""
        part = next((part for part in self.files if part.startswith("docProps/core")), "")
        root = container.parse(self.files[part]) if part else etree.Element("none")
        return next((e.text or "" for e in root.iter(f"{{*}}{name}")), "")


def letters(text: str) -> str:
    """The letters and digits of *text*, to be compared with what another program reads."""
    return re.sub(r"[\W_]+", "", text.casefold())


def open_with_python_docx(data: bytes) -> str:
    """The text of *data* as python-docx sees it: paragraphs and tables in order.

    Raises whatever python-docx raises.
    """
    import docx
    from docx.table import Table

    found: list[str] = []

    def walk(container: object) -> None:
        for block in container.iter_inner_content():  # type: ignore[attr-defined]
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        walk(cell)
            else:
                found.append(block.text)

    walk(docx.Document(io.BytesIO(data)))
    return "\n".join(found)


def scan(data: bytes) -> str:
    """The text of every w:t of the main part, paragraph by paragraph, whatever is around it."""
    subject = Subject(data)
    found = []
    for paragraph in subject.body.iter(f"{W}p"):
        pieces = [
            element.text or "" if element.tag == f"{W}t" else "\t"
            for element in paragraph.iter(f"{W}t", f"{W}tab")
        ]
        found.append("".join(pieces))
    return "\n".join(found)
