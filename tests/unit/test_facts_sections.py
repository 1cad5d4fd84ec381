"""Sections, lists of skills and the contact block are told, with a title or without."""

import pytest

from documents.resume import Kind, Topic
from tests.unit.plain_resumes import Expected, kinds, structure

CONTACTS = [
    ("Ada Example | Nurse | Leeds, UK | ada@example.com | +44 20 5550 0100", {
        Kind.NAME: "Ada Example", Kind.HEADLINE: "Nurse", Kind.LOCATION: "Leeds, UK",
    }),
    ("Ada Example\nRN, Springfield, IL\nada@example.com • (312) 555-0123 • github.com/ada", {
        Kind.NAME: "Ada Example",
    }),
    ("Curriculum vitae\nAda Example\nIndustrial electrician, Porto, Portugal\nada@example.com", {
        Kind.NAME: "Ada Example", Kind.HEADLINE: "Industrial electrician",
        Kind.LOCATION: "Porto, Portugal",
    }),
    ("JORDAN RIVERA\njordan@example.com · Chicago, IL", {
        Kind.NAME: "JORDAN RIVERA", Kind.LOCATION: "Chicago, IL",
    }),
    ("Name: Etta\netta@example.com, Chicago", {Kind.NAME: "Etta"}),
    ("履 歴 書\n氏名\n例田 花子\n生年月日\n1990年5月3日", {Kind.NAME: "例田 花子"}),
    ("Name\tMax Beispiel\nTelefon\t040 555 0100", {Kind.NAME: "Max Beispiel"}),
    ("Senior DevOps Engineer — open to work\nAda Example, 29 years old, Leeds\nada@example.com", {
        Kind.NAME: "Ada Example", Kind.HEADLINE: "Senior DevOps Engineer — open to work",
    }),
    ("ada example\nsoftware tester\nleeds", {
        Kind.NAME: "ada example", Kind.HEADLINE: "software tester",
    }),
    ("CURRÍCULUM VITAE\nNombre: Ada Example\nTeléfono: 655 501 000", {Kind.NAME: "Ada Example"}),
    ("Ada\n+1 555 0100 — best in the evening\nNo relocation, no travel", {Kind.NAME: "Ada"}),
    ("Max Beispiel\nBeispielweg 7, 20095 Hamburg\nGeburtsdatum: 3. Mai 1986", {
        Kind.NAME: "Max Beispiel",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("block", "expected"), CONTACTS)
def test_the_contact_block_is_told(block: str, expected: Expected) -> None:
    """Name, headline, place and addresses are told in the usual layouts."""
    resume = structure(f"{block}\n\nSkills\nGit\n")
    found = {f.kind: f.text for f in reversed(resume.facts) if f.kind in expected}
    assert found == expected


@pytest.mark.parametrize(
    "contact",
    [
        "ada@example.com", "+1 (555) 0100 200", "055-501-0001", "https://example.com/ada",
        "linkedin.com/in/ada", "@ada_example", "4567 Main Street, Springfield, IL 98052",
        "Telefon: 040 555 0100", "Date of birth: 3 May 1986", "メール：a@example.com",
        "ул. Примера, д. 5",
    ],
)  # fmt: skip
def test_what_reaches_a_person_is_contact(contact: str) -> None:
    """Addresses, numbers and birth dates are contact: no model gets them."""
    resume = structure(f"Ada Example\nNurse\n{contact}\n\nSkills\nGit\n")
    assert (Kind.CONTACT, contact) in kinds(resume)


def test_addresses_anywhere_are_contact() -> None:
    """A number or address in a section of anything is contact: no model gets it."""
    resume = structure("Ada\n\nReferences\nBob Example\nTel: 055 550 1000\nbob@example.com\n")
    assert [f.text for f in resume.of(Kind.CONTACT)] == ["Tel: 055 550 1000", "bob@example.com"]


def test_roles_without_a_title_get_a_section() -> None:
    """Roles below a summary, or right below the contact block, make a section of experience."""
    role = (
        "QA Engineer, Acme Labs (Mar 2021 - Present)\n• Cut the regression suite to forty minutes\n"
    )
    below = structure(f"Ada Example\n\nHIGHLIGHTS\nEight years of testing at companies.\n{role}")
    assert [s.topic for s in below.sections] == [Topic.CONTACT, Topic.SUMMARY, Topic.EXPERIENCE]
    assert below.sections[-1].title == ""
    alone = structure(f"Ada Example\nada@example.com\n{role}")
    assert alone.of(Kind.EMPLOYER)[0].text == "Acme Labs"


def test_titles_on_the_line_of_their_content() -> None:
    """ "Languages: …" begins a section; a list of programming languages among skills does not."""
    text = (
        "Ada Example\n\nEducation\nBSc Physics, University of Example, 2012\n"
        "Certificates: BT authorised (2021), working at height, 2023\nTools: AutoCAD, Fluke\n"
        "Languages: English (native), German B2\nLanguages: Python, Go\n"
    )
    resume = structure(text)
    assert [(s.topic, s.title) for s in resume.sections][2:] == [
        (Topic.CERTIFICATES, "Certificates"),
        (Topic.SKILLS, "Tools"),
        (Topic.LANGUAGES, "Languages"),
    ]
    certificates = [f.text for f in resume.of(Kind.CERTIFICATE)]
    assert certificates == ["BT authorised (2021)", "working at height, 2023"]
    assert [f.text for f in resume.of(Kind.LANGUAGE)][:2] == ["English (native)", "German B2"]


def test_unknown_titles_are_kept_by_their_look() -> None:
    """A title that is in no list is told by looking as the others, and kept."""
    text = (
        "# Ada\n\n## Experience\nNurse, Acme Inc, 2019\n\n"
        "## Welding bits\nMIG and TIG\n\n## Skills\nGit\n"
    )
    resume = structure(text, markdown=True)
    assert [(s.topic, s.title) for s in resume.sections][2] == (Topic.OTHER, "Welding bits")
    assert (Kind.OTHER, "MIG and TIG") in kinds(resume)
    capitals = structure(
        "ADA EXAMPLE\n\nSKILLS\nSAP\n\nFOCUS AREAS\ncold chain\n\nLANGUAGES\nEnglish\n"
    )
    assert [s.title for s in capitals.sections][1:] == ["SKILLS", "FOCUS AREAS", "LANGUAGES"]


def test_acronyms_are_no_titles() -> None:
    """A skill in capitals is a skill."""
    text = "ADA EXAMPLE\n\nSKILLS\nSAP EWM\nExcel\nHACCP\nRoute planning\n\nLANGUAGES\nEnglish\n"
    assert [f.text for f in structure(text).of(Kind.SKILL)] == [
        "SAP EWM",
        "Excel",
        "HACCP",
        "Route planning",
    ]


def test_skills_are_single_facts_with_their_groups() -> None:
    """A list is taken apart; its label is the group, brackets and numbers stay whole."""
    text = (
        "Ada\n\nSkills\nLanguages: Python, C++ (2 years, daily), Go\nDatabases\tPostgreSQL, Redis\n"
        "Tools – Git; Docker | 1,000 widgets\nExcel ●●●○\n"
        "I have set up monitoring for forty services and kept it running at night.\n"
    )
    resume = structure(text)
    assert [(f.text, f.group) for f in resume.of(Kind.SKILL)] == [
        ("Python", "Languages"),
        ("C++ (2 years, daily)", "Languages"),
        ("Go", "Languages"),
        ("PostgreSQL", "Databases"),
        ("Redis", "Databases"),
        ("Git", "Tools"),
        ("Docker", "Tools"),
        ("1,000 widgets", "Tools"),
        ("Excel", ""),
    ]
    assert resume.of(Kind.BULLET)[0].text.startswith("I have set up")


def test_a_line_may_name_the_list_below_it() -> None:
    """A label on a line of its own is the group of what follows."""
    text = "# Ada\n\n## Skills\n**Databases**\n- PostgreSQL\n- Redis\n\nDaily use:\nGit, Docker\n"
    resume = structure(text, markdown=True)
    assert [(f.text, f.group) for f in resume.of(Kind.SKILL)] == [
        ("PostgreSQL", "Databases"),
        ("Redis", "Databases"),
        ("Git", "Daily use"),
        ("Docker", "Daily use"),
    ]


def test_a_list_after_a_gap_is_no_duty() -> None:
    """A labelled list below a blank line ends the roles above, emoji in front or not."""
    text = "Ada\n\njobs\n🔹 Acme Ltd (2018–2020) — tester\n• found bugs\n\nskills: sql, jira\n"
    resume = structure(text)
    assert [f.text for f in resume.of(Kind.SKILL)] == ["sql", "jira"]
    assert [f.text for f in resume.of(Kind.EMPLOYER)] == ["Acme Ltd"]
