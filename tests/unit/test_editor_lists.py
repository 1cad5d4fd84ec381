"""Items of lists that share a paragraph: separators, labels and typed bullets stay right."""

import functools

import pytest

from benchmarks import looks
from documents import writer
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Place, Resume
from tests.unit import docx_samples as samples
from tests.unit.docx_resumes import edited, id_of, sample
from tests.unit.docx_samples import bullet, document, par

PAPERS, CARNET_FIRST = "CMR; ADR; Carnet ATA", "Papers: Carnet ATA; CMR; ADR"


def test_a_moved_and_reworded_bullet_keeps_its_bold_lead() -> None:
    """A rewrite with an anchor moves too; its bold lead-in and its list stay what they are."""
    data, resume = sample("plain")
    plan = [
        Edit(
            Op.REWRITE,
            id_of("plain", "Safety"),
            "Safety: drove 120,000 km",
            anchor=id_of("plain", "Kept"),
        )
    ]
    done = writer.render(data, "docx", resume, plan)
    assert samples.lines(done)[6:9] == [
        "Planned routes for nine lorries",
        "Safety: drove 120,000 km",
        "Kept the log books, see www.example.com for more",
    ]
    (moved,) = [print for print in looks.prints(done) if print.text.startswith("Safety")]
    assert b"ListBullet" in moved.properties
    assert [b"w:b" in look for look, _ in moved.looks] == [True] * 8 + [False] * 16


@pytest.mark.parametrize(
    ("op", "skill", "anchor", "lines"),
    [
        (Op.DROP, "van", "", ["Vehicles: lorry, forklift", "Papers: CMR; ADR; Carnet ATA"]),
        (Op.DROP, "forklift", "", ["Vehicles: lorry, van", "Papers: CMR; ADR; Carnet ATA"]),
        (Op.MOVE, "ADR", "van", ["Vehicles: lorry, ADR, van, forklift", "Papers: CMR; Carnet ATA"]),
        (Op.MOVE, "Carnet", "CMR", ["Vehicles: lorry, van, forklift", CARNET_FIRST]),
        (Op.ADD, "tram", "CMR", ["Vehicles: lorry, van, forklift", f"Papers: tram; {PAPERS}"]),
    ],
)
def test_separators_stay_right(op: Op, skill: str, anchor: str, lines: list[str]) -> None:
    """Skills come and go with one separator each, in the style of their list."""
    target = id_of("plain", anchor) if anchor else ""
    edit = Edit(op, "new" if op is Op.ADD else id_of("plain", skill), skill, target, Kind.SKILL)
    assert edited("plain", edit)[-3:-1] == lines


@pytest.mark.parametrize(
    ("op", "anchor", "line"),
    [
        (Op.DROP, "", "Vehicles: lorry, led"),
        (Op.MOVE, "van", "Vehicles: lorry, forklift, led"),
        (Op.REWRITE, "", "Vehicles: lorry, led, truck"),
    ],
)
def test_a_reworded_item_looks_as_before_whatever_its_neighbour_does(
    op: Op, anchor: str, line: str
) -> None:
    """A new word looks like the one that it replaces, not like most of what changes with it."""
    data, resume = sample("plain")
    van, forklift = id_of("plain", "van"), id_of("plain", "forklift")
    beside = Edit(op, forklift, "truck", van if anchor else "")
    done = writer.render(data, "docx", resume, [Edit(Op.REWRITE, van, "led"), beside])
    (listed,) = [print for print in looks.prints(done) if print.text == line]
    at = line.index("led")
    bold = [b"w:b" in look for look, _ in listed.looks]
    assert bold[10:] == [at <= number < at + 3 for number in range(10, len(line))]


def test_a_list_that_is_empty_goes_with_its_label() -> None:
    """When the last skill of a line goes, no lonely label is left."""
    plan = [Edit(Op.DROP, id_of("plain", skill)) for skill in ("lorry", "van", "forklift")]
    assert edited("plain", *plan)[-2:] == ["Papers: CMR; ADR; Carnet ATA", "English, Polish"]


LABELS = (
    par("Skills", style="Heading1"),
    par("Spoken: Polish; Written: English and Czech, Latin"),
    par("Single: lorry"),
)


def labelled(*plan: Edit) -> list[str]:
    """The lines of a document with two labelled lists in one line, after edits."""
    data = document(*LABELS)
    text = "Spoken: Polish; Written: English and Czech, Latin"
    place = functools.partial(Place, "word/document.xml", 1)
    facts = []
    for item in ("Polish", "English", "Czech", "Latin"):
        group = "Spoken" if item == "Polish" else "Written"
        at = text.index(item)
        facts.append(Fact(item, Kind.SKILL, item, "s1", "", group, place(at, at + len(item))))
    single = Place("word/document.xml", 2, 8, 13)
    facts.append(Fact("lorry", Kind.SKILL, "lorry", "s1", "", "Single", single))
    resume = Resume(samples.read(data).sections, tuple(facts))
    return samples.lines(writer.render(data, "docx", resume, plan))[1:]


@pytest.mark.parametrize(
    ("plan", "lines"),
    [
        ([("drop", "Polish", "")], ["Written: English and Czech, Latin", "Single: lorry"]),
        ([("drop", "Latin", "")], ["Spoken: Polish; Written: English, Czech", "Single: lorry"]),
        (
            [("move", "Czech", "Polish")],
            ["Spoken: Czech, Polish; Written: English, Latin", "Single: lorry"],
        ),
        (
            [("drop", "English", ""), ("drop", "Czech", ""), ("drop", "Latin", "")],
            ["Spoken: Polish", "Single: lorry"],
        ),
        (
            [("move", "lorry", "Latin")],
            ["Spoken: Polish; Written: English and Czech, lorry, Latin"],
        ),
        (
            [("move", "Latin", "lorry")],
            ["Spoken: Polish; Written: English, Czech", "Single: Latin, lorry"],
        ),
    ],
)  # fmt: skip
def test_lists_in_one_line(plan: list[tuple[str, str, str]], lines: list[str]) -> None:
    """Each list of a line has its own separators and goes with its own label."""
    assert labelled(*(Edit(Op(op), id, anchor=anchor) for op, id, anchor in plan)) == lines


def test_a_line_keeps_words_that_are_no_label() -> None:
    """Words of the person's that are no fact and no label stay when the fact beside them goes."""
    data = document(par("Work", style="Heading1"), par("Since 2019 at sea: sailed ships"))
    place = Place("word/document.xml", 1, 19, 31)
    fact = Fact("f", Kind.BULLET, "sailed ships", "s1", "", "", place)
    resume = Resume(samples.read(data).sections, (fact,))
    done = writer.render(data, "docx", resume, [Edit(Op.DROP, "f")])
    assert samples.lines(done)[1:] == ["Since 2019 at sea: "]


def test_bullets_that_share_a_paragraph() -> None:
    """Lines of one paragraph, typed bullets and all, change places like list items."""
    one, two, alone = (id_of("boxes", f"Typed {n}") for n in ("one", "two", "alone"))
    typed = [line for line in edited("boxes", Edit(Op.MOVE, two, anchor=one)) if "Typed" in line]
    assert typed == ["• Typed two\n• Typed one\n• Typed three", "• Typed alone"]
    typed = [line for line in edited("boxes", Edit(Op.MOVE, alone, anchor=two)) if "Typed" in line]
    assert typed == ["• Typed one\n• Typed alone\n• Typed two\n• Typed three"]
    typed = [line for line in edited("boxes", Edit(Op.DROP, two)) if "Typed" in line]
    assert typed == ["• Typed one\n• Typed three", "• Typed alone"]


def test_a_typed_bullet_stays_in_front_of_new_text() -> None:
    """A bullet sign that is typed is no part of the fact, and stays."""
    plan = [Edit(Op.REWRITE, id_of("boxes", "Typed alone"), "Said better")]
    assert "• Said better" in edited("boxes", *plan)


def test_lists_of_one_grow_in_their_script() -> None:
    """A list that had one item gets the separator of its neighbours, or that of its script."""
    for first, separator in (("lorry", ", "), ("トラック", "、"), ("شاحنة", "، ")):
        data = document(par("Skills", style="Heading1"), par(f"Vehicles: {first}"))
        resume = samples.read(data)
        (skill,) = resume.of(Kind.SKILL)
        plan = [Edit(Op.ADD, "n", "x", skill.id, Kind.SKILL)]
        done = writer.render(data, "docx", resume, plan)
        assert samples.lines(done)[1] == f"Vehicles: x{separator}{first}"
    data = document(
        par("Skills", style="Heading1"), par("A: lorry"), par("B: one; two"), par("C: three")
    )
    resume = samples.read(data)
    plan = [Edit(Op.ADD, "n", "x", resume.of(Kind.SKILL)[0].id, Kind.SKILL)]
    assert samples.lines(writer.render(data, "docx", resume, plan))[1] == "A: x; lorry"


def test_a_bullet_joins_a_line_that_has_one() -> None:
    """Where a bullet shares its line with other facts, another one goes to a line of its own."""
    data = document(par("Work", style="Heading1"), par("Driver: drove"), bullet("Washed"))
    place = functools.partial(Place, "word/document.xml")
    facts = (
        Fact("t", Kind.TITLE, "Driver", "s1", "e", "", place(1, 0, 6)),
        Fact("b", Kind.BULLET, "drove", "s1", "e", "", place(1, 8, 13)),
        Fact("c", Kind.BULLET, "Washed", "s1", "e", "", place(2, 0, 6)),
    )
    resume = Resume(samples.read(data).sections, facts)
    done = writer.render(data, "docx", resume, [Edit(Op.MOVE, "c", anchor="b")])
    assert samples.lines(done) == ["Work", "Driver: Washed\ndrove"]
    done = writer.render(data, "docx", resume, [Edit(Op.MOVE, "b", anchor="c")])
    assert samples.lines(done) == ["Work", "Driver", "drove", "Washed"]
