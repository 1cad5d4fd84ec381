"""RTF: letters of any code page, boxes and headers; nothing unseen is used."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import reader, rtf
from documents.errors import Damaged, DocumentError, TooLarge
from documents.lines import Line
from documents.reading import Notice
from documents.resume import Kind

HEAD = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}"
    r"{\f2\fcharset128 Gothic;}{\f3\fcharset77 Odd;}}{\colortbl;\red0\green0\blue0;"
    r"\red255\green255\blue255;}"
)


def read(body: str, head: str = HEAD) -> tuple[list[Line], list[Notice]]:
    """The lines and notices of an RTF file."""
    return rtf.read((head + body + "}").encode("latin-1"))


def texts(body: str) -> list[str]:
    """The texts of the lines of an RTF file."""
    return [line.text for line in read(body)[0]]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9", "café"),
        (r"\f1 \'c0\'e4\'e0", "Ада"),
        (r"\f2 \'93\'fa\'96\'7b", "日本"),
        (r"\f3 \'e9", "é"),
        (r"\u1040?\u1076?\u1072?", "Ада"),
        (r"{\uc2\u1040 ??b}c", "Аbc"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\uc1\u1040\'41b", "Аb"),
        (r"a\~b\_c\-d\{e\}\\", "a\xa0b-cd{e}\\"),
        (r"\lquote a\rquote\emdash b", "‘a’—b"),
        ("a\r\nb", "ab"),
        (r"a{\*\unknown hidden}b", "ab"),
        (r"a{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}b", "alinkb"),
        (r"{\pict 0011}a{\object x}b", "ab"),
        (r"a\tab b", "a\tb"),
        (r"a\bin3 {{{b", "ab"),
    ],
)
def test_text_is_decoded(body: str, text: str) -> None:
    """Escapes, code pages and Unicode become the letters that they stand for."""
    assert texts(body) == [text]


def test_looks_are_told() -> None:
    """Levels, list items, bold, size and gaps are told; \\pard and \\plain take them back."""
    found, _ = read(
        r"\pard\outlinelevel0\b\fs28 Title\par\pard\plain\ls3{\listtext\'b7\tab}item\par"
        r"\pard plain\line second\par\par after\par{\pntext x}old list\par"
    )
    assert [(line.text, line.level, line.bullet, line.bold, line.size) for line in found] == [
        ("Title", 1, False, True, 14.0),
        ("item", 0, True, False, 12.0),
        ("plain", 0, False, False, 12.0),
        ("second", 0, False, False, 12.0),
        ("after", 0, False, False, 12.0),
        ("old list", 0, True, False, 12.0),
    ]
    assert [line.gap for line in found][-2] is True


def test_boxes_headers_and_notes_are_apart() -> None:
    """A box is read where it hangs, a header and a footnote for themselves."""
    found, _ = read(
        r"{\header top\par}be{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt in a box\par}}}fore\par "
        r"cell one\cell cell two\cell\row{\footnote a note\par}{\footer end\par}last\par"
    )
    assert [(line.text, line.region) for line in found] == [
        ("top", "header"),
        ("before", "body"),
        ("in a box", "box 1"),
        ("cell one", "body"),
        ("cell two", "body"),
        ("a note", "footnotes"),
        ("end", "footer"),
        ("last", "body"),
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (r"{\v secret}", "hidden"),
        (r"{\deleted secret}", "deleted"),
        (r"{\fs2 secret}", "tiny"),
        (r"{\cf2 secret}", "white"),
        (r"{\*\annotation secret}", "comment"),
    ],
)
def test_unseen_text_is_reported_and_not_used(body: str, kind: str) -> None:
    """Text that nobody sees is in a notice and in no line."""
    found, notices = read(rf"seen\par {body}\par")
    assert [line.text for line in found] == ["seen"]
    assert notices == [Notice(kind, 6, "secret")]


@pytest.mark.parametrize("body", [r"{\cf2\highlight1 name}", r"{\cbpat1\cf2 name}", r"{\cf1 name}"])
def test_white_text_on_a_dark_ground_is_seen(body: str) -> None:
    """White letters on a coloured ground are read, and so are black ones."""
    assert texts(body) == ["name"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (HEAD.encode() + b" text", Damaged),
        (HEAD.encode() + b" text}}", Damaged),
        (HEAD.encode() + b" text\\", Damaged),
        (HEAD.encode() + b"{" * 500, Damaged),
        (HEAD.encode() + b"word " * 61_000 + b"}", TooLarge),
    ],
)
def test_a_bad_file_is_refused_by_class(data: bytes, error: type[DocumentError]) -> None:
    """Each fault of an RTF file is refused with the error that names it."""
    with pytest.raises(error):
        reader.read(data)


def test_a_resume_is_read() -> None:
    """An RTF file becomes facts as any other."""
    data = HEAD + r"\b Ada Example\b0\par ada@example.com\par\par{\b SKILLS}\par Excel, SAP\par}"
    found = reader.read(data.encode())
    assert found.format == "rtf"
    assert [fact.text for fact in found.resume.of(Kind.SKILL)] == ["Excel", "SAP"]


@settings(max_examples=80)
@given(st.text(alphabet="\\{}'*abu0129 \n-", max_size=60))
def test_any_rtf_is_read_or_refused(body: str) -> None:
    """Any control words are read, or refused with an error of ours."""
    with contextlib.suppress(DocumentError):
        rtf.read((HEAD + body).encode())
