"""A clean file for a résumé that did not come as one: every word in it, as parsers want it."""

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import careers
from bot import filenames
from documents import ats, container, fonts, reader, template, titles, writer
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from documents.runs import W
from tests.unit import docx_samples as samples

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PLAIN = """Ada Example
Lorry driver
ada@example.com | +1 555 0100 | Leeds, United Kingdom

Summary
Driver with twelve years on the road.

Experience
Lorry Driver, Example Haulage Ltd, Leeds
Mar 2019 – Present
- Drove 120,000 km without an accident
- Planned the routes of nine lorries

Loader, Sample Freight Ltd, York
Jan 2014 – Feb 2019
- Loaded lorries

Education
Diploma in Logistics, Example College
2012 – 2014

Skills
Vehicles: lorry, van
Cargo: CMR, ADR

Languages
English (native), Polish (B2)
"""
SAMPLES = sorted((Path(__file__).parents[2] / "benchmarks" / "samples").glob("*.txt"))
SHARED = Path(__file__).parents[2].parent / "shared" / "corpus" / "resumes"


def made(text: str, *plan: Edit) -> bytes:
    """The file for a résumé in plain text."""
    return writer.render(text.encode(), "txt", reader.read(text.encode()).resume, plan, now=NOW)


def words(text: str) -> set[str]:
    """The words of a text."""
    return set("".join(char if char.isalnum() else " " for char in text).split())


def test_the_parts_of_a_resume_have_their_styles() -> None:
    """Name, headline, titles, roles and bullets are what Word calls them."""
    document = docx.Document(io.BytesIO(made(PLAIN)))
    named = {p.text: p.style.name for p in document.paragraphs if p.style is not None}
    assert named["Ada Example"] == "Title"
    assert named["Lorry driver"] == "Subtitle"
    assert named["Experience"] == "Heading 1"
    assert named["Lorry Driver\tMar 2019 – Present"] == "Heading 2"
    assert named["Loaded lorries"] == "List Bullet"
    assert named["Vehicles: lorry, van"] == "Normal"
    assert document.core_properties.author == "Ada Example"
    assert document.core_properties.modified == NOW


def test_edits_are_in_it() -> None:
    """The file says what the résumé says after its edits."""
    resume = reader.read(PLAIN.encode()).resume
    ids = {fact.text: fact.id for fact in resume.facts}
    plan = [
        Edit(Op.MOVE, ids["Planned the routes of nine lorries"],
             anchor=ids["Drove 120,000 km without an accident"]),
        Edit(Op.MOVE, ids["CMR"], anchor=ids["van"]),
        Edit(Op.ADD, "n", "A calm driver.", kind=Kind.SUMMARY),
    ]  # fmt: skip
    lines = samples.lines(made(PLAIN, *plan))
    planned = lines.index("Planned the routes of nine lorries")
    assert lines[planned + 1] == "Drove 120,000 km without an accident"
    assert "Vehicles: lorry, CMR, van" in lines
    assert "Cargo: ADR" in lines
    assert lines.index("A calm driver.") < lines.index("Experience")


def test_the_same_facts_give_the_same_bytes() -> None:
    """Without a clock of its own the file is the same every time."""
    assert made(PLAIN) == made(PLAIN)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_language(path: Path) -> None:
    """In any of the languages no word of the person's is lost, and the rules of parsers hold."""
    reading = reader.read(path.read_bytes(), path.name)
    done = template.render(reading.resume, now=NOW)
    small = {"Da", "a", "to", "at"}  # they joined dates and employers
    assert words(reading.text) - words(reader.read(done).text) <= small
    failed = [check for check in ats.check(done) if check.ok is False]
    # A form's labels and a graduate's list of projects are no roles in any pattern.
    assert [check for check in failed if check.rule != 13] == []


@pytest.mark.parametrize("language", careers.load())
def test_every_script_family(language: str) -> None:
    """R1 to R24 hold, and every fact is read again, in Latin, Cyrillic, Greek, Arabic, Hebrew,
    Japanese, Chinese and Korean; what does not apply says why."""
    resume = careers.load()[language]
    done = template.render(resume, now=NOW)
    name = filenames.name(resume, "Tidalgate Freight") if resume.name.isascii() else ""
    checks = ats.check(done, name)
    assert [check.rule for check in checks] == list(range(1, 25))
    assert [f"R{check.rule}: {check.why}" for check in checks if check.ok is False] == []
    assert all(check.why for check in checks if check.ok is None)
    assert {check.rule for check in checks if check.ok is None} <= {11, 14, 23, 24}
    again = reader.read(done).resume
    for kind in (Kind.TITLE, Kind.DATES, Kind.BULLET, Kind.DEGREE, Kind.SKILL, Kind.LANGUAGE):
        assert len(again.of(kind)) == len(resume.of(kind)), kind
    assert again.language == language


def test_right_to_left() -> None:
    """Arabic and Hebrew paragraphs run from right to left, Latin words in them do not."""
    text = "ליאת דוגמה\nמהנדסת\nliat@example.com | 055 501 0001\n\nניסיון\nבנתה Python ב-2019\n"
    root = container.parse(samples.files(made(text))["word/document.xml"])
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in root.iter(f"{W}p"))
    turned = {
        "".join(t.text or "" for t in run.iter(f"{W}t")): run.find(f"{W}rPr/{W}rtl") is not None
        for run in root.iter(f"{W}r")
    }
    assert turned["Python"] is False
    assert turned["liat@example.com"] is False
    assert turned["מהנדסת"] is True
    assert any("055\u00a0501\u00a00001" in said for said in turned)


@pytest.mark.parametrize(
    ("text", "language", "face"),
    [
        ("plain words", "en", ("Calibri", "en-GB", False)),
        ("слова", "ru", ("Calibri", "ru-RU", False)),
        ("words in Danish", "da", ("Calibri", "da", False)),
        ("שלום", "", ("Arial", "he-IL", True)),
        ("سلام", "", ("Arial", "ar-SA", True)),
        ("سلام", "fa", ("Arial", "fa-IR", True)),
        ("プログラム", "", ("Yu Gothic", "ja-JP", False)),
        ("프로그램", "ko", ("Malgun Gothic", "ko-KR", False)),
        ("프로그램", "", ("Malgun Gothic", "ko-KR", False)),
        ("软件工程师", "", ("Microsoft YaHei", "zh-CN", False)),
        ("", "", ("Calibri", "en-GB", False)),
    ],
)
def test_fonts_follow_the_script(text: str, language: str, face: tuple[str, str, bool]) -> None:
    """Each script has a font that Word has for it, and its language tag."""
    chosen = fonts.choose(text, language)
    font = chosen.east_asian if face[1][:2] in ("ja", "ko", "zh") else chosen.latin
    assert (font, chosen.main_language, chosen.is_rtl) == face


def test_latin_words_keep_their_direction() -> None:
    """A right-to-left line is cut where it turns; signs at a border go from right to left."""
    assert fonts.directed("בנתה (Python 3) היטב!") == [
        (True, "בנתה"), (True, " ("), (False, "Python"), (True, " 3) היטב"), (True, "!"),
    ]  # fmt: skip
    assert fonts.directed("Python") == [(False, "Python")]
    assert fonts.directed("הטלפון: +97 1", is_address=True)[-1] == (False, "+97 1")


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("of\ufb01ce\u00ad work\u200b", "office work"),
        ("e\u0301te\u0301", "été"),
        ("\ue000 icon \U0001f4e7 mail", "icon mail"),
        ("a\tb\nc  d", "a b c d"),
        ("\x00null\x1b", "null"),
        ("نرم\u200cافزار", "نرم\u200cافزار"),
    ],
)
def test_characters_that_parsers_stumble_over(text: str, tidy: str) -> None:
    """Ligatures are spelled out, invisible and private characters and icons left out."""
    assert template.tidy(text) == tidy


def test_facts_in_any_place_are_written() -> None:
    """Whatever a reader makes of a file, no fact is left out and nothing fails."""
    sections = (
        Section("a", Topic.CONTACT, "Reach me"),
        Section("b", Topic.EXPERIENCE, ""),
        Section("c", Topic.OTHER, "Empty"),
    )
    facts = [
        Fact(f"{kind}{section}{entry}", kind, f"{kind.value} {section}{entry}", section, entry)
        for section in ("a", "b", "lost")
        for entry in ("", "e1", "e2")
        for kind in Kind
    ]
    lines = "\n".join(samples.lines(template.render(Resume(sections, tuple(facts)))))
    assert all(fact.text in lines for fact in facts)
    assert "Empty" in lines
    assert "Experience" in lines
    assert "Reach me: " in lines


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Kind), st.text(max_size=12), st.sampled_from("ab"))))
def test_any_text_makes_a_file(facts: list[tuple[Kind, str, str]]) -> None:
    """No character that anybody could have in a résumé makes a file that does not open."""
    made = [Fact(f"f{n}", kind, text, "s", entry) for n, (kind, text, entry) in enumerate(facts)]
    docx.Document(io.BytesIO(template.render(Resume((), tuple(made)))))


def test_the_latest_role_comes_first() -> None:
    """Roles go by their dates where every one has them, and stay as they are where one has none."""

    def roles(*written: str) -> list[str]:
        facts = [
            fact
            for number, text in enumerate(written)
            for fact in (
                Fact(f"t{number}", Kind.TITLE, f"Role {number}", "s", f"e{number}"),
                Fact(f"d{number}", Kind.DATES, text, "s", f"e{number}"),
            )
        ]
        section = Section("s", Topic.EXPERIENCE, "Experience")
        done = template.render(Resume((section,), tuple(facts)))
        return [line.partition("\t")[0] for line in samples.lines(done)[1:]]

    assert roles("2010 – 2012", "2012 – 2015", "2016 – Present") == ["Role 2", "Role 1", "Role 0"]
    assert roles("2010 – 2012", "long ago", "2016 – Present") == ["Role 0", "Role 1", "Role 2"]


def test_dates_that_stood_apart_are_one() -> None:
    """The two ends of a period that a reader found apart are written as one period."""
    section = Section("s", Topic.EXPERIENCE, "Experience")
    facts = (
        Fact("t", Kind.TITLE, "Driver", "s", "e"),
        Fact("d", Kind.DATES, "Aug 2018 —", "s", "e"),
        Fact("u", Kind.DATES, "Present", "s", "e"),
    )
    assert (
        samples.lines(template.render(Resume((section,), facts)))[1] == "Driver\tAug 2018 — Present"
    )


def test_titles_for_sections_without_one() -> None:
    """A section that came without a title gets the usual one, in its language where it is known."""
    assert titles.usual(Topic.EXPERIENCE, "en") == "Experience"
    assert titles.usual(Topic.SKILLS, "xx") == titles.usual(Topic.SKILLS, "en")
    assert titles.usual(Topic.SKILLS, "ru") != titles.usual(Topic.SKILLS, "en")


@pytest.mark.skipif(not SHARED.exists(), reason="the corpus is not here")
@pytest.mark.parametrize(
    "name", ["rendercv__John_Doe_Moderncv.pdf", "synth__02_two_column_table.pdf"]
)
def test_pages_of_others(name: str) -> None:
    """Every word of a real PDF is in the file that is made for it."""
    reading = reader.read((SHARED / name).read_bytes())
    done = template.render(reading.resume, now=NOW)
    assert words(reading.text) <= words(reader.read(done).text)
