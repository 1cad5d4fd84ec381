"""Roles, studies, awards and projects are told in whatever layout they stand."""

import pytest

from documents.resume import Kind, Topic
from tests.unit.plain_resumes import Expected, kinds, structure

ROLE = {
    Kind.TITLE: "Software Engineer",
    Kind.EMPLOYER: "Globex Systems LLC",
    Kind.DATES: "Jul 2023 - Present",
}
PLACED = ROLE | {Kind.LOCATION: "Portland, OR"}
HEADS: list[tuple[str, Expected]] = [
    ("Software Engineer – Globex Systems LLC\nJul 2023 - Present", ROLE),
    ("Software Engineer, Globex Systems LLC\tJul 2023 - Present", ROLE),
    ("Software Engineer, Globex Systems LLC, Portland, OR (Jul 2023 - Present)", PLACED),
    ("Software Engineer | Globex Systems LLC | Portland, OR | Jul 2023 - Present", PLACED),
    ("Software Engineer at Globex Systems LLC, Jul 2023 - Present", ROLE),
    ("Software Engineer @ Globex Systems LLC\nJul 2023 - Present", ROLE),
    ("Globex Systems LLC — Software Engineer\nJul 2023 - Present · Portland, OR", PLACED),
    ("Globex Systems LLC, Software Engineer\nJul 2023 - Present", ROLE),
    ("Globex Systems LLC\tPortland, OR\nSoftware Engineer\tJul 2023 - Present", PLACED),
    ("Software Engineer\tJul 2023 - Present\nGlobex Systems LLC, Portland, OR", PLACED),
    ("Software Engineer\nGlobex Systems LLC | Portland, OR\nJul 2023 - Present", PLACED),
    ("Jul 2023 - Present   Software Engineer\nGlobex Systems LLC, Portland, OR", PLACED),
    ("Jul 2023 - Present\nSoftware Engineer\nGlobex Systems LLC\nPortland, OR", PLACED),
    ("Jul 2023 - Present: Software Engineer, Globex Systems LLC", ROLE),
    ("Software Engineer; Globex Systems LLC; Jul 2023 - Present", ROLE),
    ("Software Engineer (Jul 2023 - Present)\nGlobex Systems LLC", ROLE),
    ("Vice President, Operations\nAcme Bank, Leeds\n2019 – 2021", {
        Kind.TITLE: "Vice President, Operations", Kind.EMPLOYER: "Acme Bank",
        Kind.LOCATION: "Leeds", Kind.DATES: "2019 – 2021",
    }),
    ("Coordinator, Nordkyl Transport AB\tMar 2021 – Present\nGothenburg", {
        Kind.TITLE: "Coordinator", Kind.EMPLOYER: "Nordkyl Transport AB",
        Kind.LOCATION: "Gothenburg", Kind.DATES: "Mar 2021 – Present",
    }),
    ("Engineering Manager\nNorthwind Systems - Customer Care\n04/2021 - Present Austin, TX", {
        Kind.TITLE: "Engineering Manager", Kind.EMPLOYER: "Northwind Systems - Customer Care",
        Kind.LOCATION: "Austin, TX", Kind.DATES: "04/2021 - Present",
    }),
    ("Assistant, Teaching Fellow, Smith Brothers\n2019 – 2020", {
        Kind.TITLE: "Assistant, Teaching Fellow", Kind.EMPLOYER: "Smith Brothers",
    }),
    ("Blacksmith, Acme Forge Ltd, Leeds\n2019 – 2020", {
        Kind.TITLE: "Blacksmith", Kind.EMPLOYER: "Acme Forge Ltd", Kind.LOCATION: "Leeds",
    }),
    ("Alpha Beta\nGamma Delta\n2019 – 2020", {
        Kind.TITLE: "Alpha Beta", Kind.EMPLOYER: "Gamma Delta",
    }),
    ("Nurse\tAcme Ltd\tWard Seven\n2019 – 2020", {
        Kind.TITLE: "Nurse", Kind.EMPLOYER: "Acme Ltd",
    }),
    ("Production Intern\nExample Opera", {
        Kind.TITLE: "Production Intern", Kind.EMPLOYER: "Example Opera",
    }),
    ("Nurse, Acme, Inc.\n2019 – 2021 (2 years)", {
        Kind.TITLE: "Nurse", Kind.EMPLOYER: "Acme, Inc.", Kind.DATES: "2019 – 2021 (2 years)",
    }),
    ("Backend Engineer\tAug 2017 – Mar 2021\nFernmill Payments, Berlin, Germany", {
        Kind.TITLE: "Backend Engineer", Kind.EMPLOYER: "Fernmill Payments",
        Kind.LOCATION: "Berlin, Germany", Kind.DATES: "Aug 2017 – Mar 2021",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), HEADS)
@pytest.mark.parametrize("count", [1, 2])
def test_a_role_is_read_in_any_layout(head: str, expected: Expected, count: int) -> None:
    """Title, employer, place and dates are told in any order, on one line or on several."""
    entry = f"{head}\n• Led a team of 9.\n• Cut costs by 14%.\n"
    resume = structure("Ada Example\n\nExperience\n" + entry * count)
    assert len(resume.entries(Topic.EXPERIENCE)) == count
    for id in resume.entries():
        found = {fact.kind: fact.text for fact in resume.of(entry=id) if fact.kind in expected}
        assert found == expected
        bullets = [fact.text for fact in resume.of(Kind.BULLET, entry=id)]
        assert bullets == ["Led a team of 9.", "Cut costs by 14%."]


STUDY = {
    Kind.DEGREE: "BSc Physics",
    Kind.SCHOOL: "University of Example",
    Kind.DATES: "2012 – 2015",
}
STUDIES: list[tuple[str, Expected]] = [
    ("BSc Physics, University of Example, 2012 – 2015", STUDY),
    ("BSc Physics\nUniversity of Example\n2012 – 2015", STUDY),
    ("2012 – 2015   BSc Physics\nUniversity of Example", STUDY),
    ("University of Example\t2012 – 2015\nBSc Physics", STUDY),
    (
        "University of Example, BSc Physics – Leeds, UK  2012 – 2015",
        STUDY | {Kind.LOCATION: "Leeds, UK"},
    ),
    ("BSc Physics | University of Example | 2012 – 2015", STUDY),
    ("PhD\tUniversity of Example, Applied Physics\n2012 – 2015", STUDY | {Kind.DEGREE: "PhD"}),
    ("BSc Physics, Cambridge, 2012 – 2015", {Kind.DEGREE: "BSc Physics, Cambridge"}),
]


@pytest.mark.parametrize(("head", "expected"), STUDIES)
def test_a_degree_is_read_in_any_layout(head: str, expected: Expected) -> None:
    """Degree, school and dates are told in any order."""
    resume = structure(f"Ada Example\n\nEducation\n{head}\n")
    (id,) = resume.entries(Topic.EDUCATION)
    found = {fact.kind: fact.text for fact in resume.of(entry=id) if fact.kind in expected}
    assert found == expected


def test_the_usual_order_decides_where_words_do_not() -> None:
    """Where a role's words do not tell, it is read in the order of the others."""
    text = (
        "Ada\n\nExperience\nAcme Ltd — Nurse\n2019 – 2021\n- A.\n\n"
        "Sample Inc — Driver\n2015 – 2019\n- B.\n\nAlpha Beta — Gamma Delta\n2010 – 2015\n- C.\n"
    )
    resume = structure(text)
    assert [f.text for f in resume.of(Kind.EMPLOYER)] == ["Acme Ltd", "Sample Inc", "Alpha Beta"]
    assert [f.text for f in resume.of(Kind.TITLE)] == ["Nurse", "Driver", "Gamma Delta"]


def test_duties_that_lost_their_bullets_stay_above() -> None:
    """Long lines above the next role's head are the duties of the role before."""
    duty = "Mentored four junior engineers, and two of them were promoted soon"
    text = (
        "Ada\n\nExperience\nSenior Engineer  Mar 2021 – Present\nFjord AB, Leeds\n- Led it.\n"
        f"{duty}\nEngineer  Aug 2017 – Feb 2021\nKvartsit Group, York\n- Built it.\n"
    )
    assert duty in [f.text for f in structure(text).of(Kind.BULLET, entry="r1")]


def test_studies_without_gaps_are_told_apart() -> None:
    """Degrees on lines below one another are one entry each; a note belongs to the one above."""
    text = (
        "Ada\n\nEducation\nMSc Physics\nUniversity of Example\n2015 – 2017\n"
        "BSc Physics\nExample College\n2012 – 2015\nDean's list 2014\n"
    )
    resume = structure(text)
    assert [f.text for f in resume.of(Kind.DEGREE)] == ["MSc Physics", "BSc Physics"]
    assert [f.text for f in resume.of(Kind.SCHOOL)] == ["University of Example", "Example College"]
    assert ["Dean's list", "2014"][0] in "".join(f.text for f in resume.of(entry="r2"))


def test_roles_keep_plain_duties() -> None:
    """Paragraphs below a head are duties; an announcing line is none."""
    text = (
        "Ada\n\nExperience\nNorthwind Labs\tJan 2021 - Present\nSenior Software Engineer\n"
        "Led the migration of the ingestion pipeline, cutting latency by 40%.\n"
        "Key achievements:\n- Mentored four engineers.\n"
        "Brightwater Systems\tJun 2017 - Dec 2020\nSoftware Engineer\nBuilt a billing service.\n"
    )
    resume = structure(text)
    assert [f.text for f in resume.of(Kind.TITLE)] == [
        "Senior Software Engineer",
        "Software Engineer",
    ]
    assert [f.text for f in resume.of(Kind.BULLET, entry="r1")] == [
        "Led the migration of the ingestion pipeline, cutting latency by 40%.",
        "Mentored four engineers.",
    ]
    assert (Kind.OTHER, "Key achievements:") in kinds(resume)


def test_dates_below_the_bullets_belong_to_the_role_above() -> None:
    """Where a layout puts place and dates behind the bullets, they stay with their role."""
    text = (
        "Ada\n\nExperience\nNexus AI, Chief Engineer\n• Raised $18M.\nLeeds, UK\n"
        "June 2023 – present\n"
        "2 years\nAcme Research, Research Intern\n• Filed 2 patents.\nBoise, ID\n"
        "May 2020 – Aug 2020\n"
    )
    resume = structure(text)
    assert [f.text for f in resume.of(entry="r1")][:2] == ["Nexus AI", "Chief Engineer"]
    assert "June 2023 – present" in [f.text for f in resume.of(Kind.DATES, entry="r1")]
    assert [f.text for f in resume.of(Kind.DATES, entry="r2")] == ["May 2020 – Aug 2020"]


def test_a_sentence_behind_the_dates_is_a_bullet() -> None:
    """What follows the dates of a head as a sentence is a duty."""
    text = "Ada\n\nExperience\nTester, Acme Labs (Mar 2021 - Present) Leads the guild now.\n- x\n"
    assert (Kind.BULLET, "Leads the guild now.") in kinds(structure(text))


def test_technologies_of_a_role_stay_with_it() -> None:
    """A label within a role is no section."""
    text = (
        "Ada\n\nExperience\nNurse, Acme Inc\n2019 – 2020\n- Did it.\nTools: Python, Go\n- More.\n"
    )
    resume = structure(text)
    assert [s.topic for s in resume.sections] == [Topic.CONTACT, Topic.EXPERIENCE]
    assert (Kind.BULLET, "Tools: Python, Go") in kinds(resume)


def test_awards_and_projects_are_entries() -> None:
    """Each award is an entry with its date, each project one with its duties."""
    text = (
        "Ada\n\nAWARDS\nBest nurse, 2021\nBest poster, 2019\n\nPROJECTS\nOpenTide\n"
        "Maintainer of an open-source tide-table service with 1,900 stars and 40 contributors.\n"
    )
    resume = structure(text)
    assert [f.text for f in resume.of(Kind.TITLE)] == ["Best nurse", "Best poster", "OpenTide"]
    assert [f.text for f in resume.of(Kind.DATES)] == ["2021", "2019"]
    assert resume.of(Kind.BULLET)[0].text.startswith("Maintainer")


FORMS = [
    "Position: Nurse\nEmployer: Acme Ltd, Leeds\nDates: 2015 – 2018\nDuties: Led a ward.",
    "1) Organization: Acme Ltd, Leeds\nDesignation: Nurse\nDuration: 2015 – 2018\n- Led a ward.",
    "Dates\n2015 – 2018\nPosition held\nNurse\nName of employer\nAcme Ltd, Leeds\n- Led a ward.",
    "Период: 2015 – 2018\nДолжность: Nurse\nКомпания: Acme Ltd, Leeds\nОбязанности: Led a ward.",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_read_by_its_labels(form: str) -> None:
    """A label says what its value is, on the same line or on the next."""
    resume = structure(f"Ada Example\n\nExperience\n{form}\n")
    (id,) = resume.entries(Topic.EXPERIENCE)
    found = {f.kind: f.text for f in resume.of(entry=id) if f.kind is not Kind.OTHER}
    assert found.pop(Kind.BULLET).endswith("Led a ward.")
    assert found == {
        Kind.TITLE: "Nurse",
        Kind.EMPLOYER: "Acme Ltd",
        Kind.LOCATION: "Leeds",
        Kind.DATES: "2015 – 2018",
    }


def test_the_header_of_a_table_is_no_degree() -> None:
    """A row of labels above a table of studies is kept and means nothing."""
    text = "Ada\n\nEducation\nCourse | Institution | Year\nBSc | Example College | 2012\n"
    resume = structure(text)
    assert (Kind.OTHER, "Course | Institution | Year") in kinds(resume)
    assert [f.text for f in resume.of(Kind.DEGREE)] == ["BSc"]


def test_a_period_may_be_broken_in_two_lines() -> None:
    """ "until now" and the length of time below a date belong to it, not to a role of their own."""
    text = (
        "Ada\n\nExperience — 8 years\nAugust 2018 —\nnow\n8 years\nAcme Ltd\nLeeds, example.com\n"
    )
    resume = structure(text + "• Retail\nSenior Nurse\nLed a ward of 40 beds.\n")
    assert [f.text for f in resume.of(Kind.DATES, entry="r1")] == [
        "August 2018 —",
        "now",
        "8 years",
    ]
    assert [f.text for f in resume.of(Kind.TITLE, entry="r1")] == ["Senior Nurse"]
    assert (Kind.CONTACT, "example.com") in kinds(resume)


def test_several_roles_at_one_employer() -> None:
    """A second role below the first has its own entry, and the next employer its place."""
    text = (
        "Ada\n\nExperience\nAcme Corporation\tBoise, ID\nSales Manager\tJan 2020 – Present\n- A.\n"
        "Sales Representative\tJun 2016 – Dec 2019\n- B.\nSample Stores\tReno, NV\n"
        "Cashier\t2012 – 2016\n- C.\n"
    )
    resume = structure(text)
    titles = [f.text for f in resume.of(Kind.TITLE)]
    assert titles == ["Sales Manager", "Sales Representative", "Cashier"]
    assert [f.text for f in resume.of(Kind.LOCATION)] == ["Boise, ID", "Reno, NV"]
