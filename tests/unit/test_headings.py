"""Section titles are known in thirteen languages, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import headings
from documents.resume import Topic

TITLES = [
    ("Work Experience", Topic.EXPERIENCE),
    ("EDUCATION", Topic.EDUCATION),
    ("Top Skills", Topic.SKILLS),
    ("Berufserfahrung", Topic.EXPERIENCE),
    ("Führerschein", Topic.CERTIFICATES),
    ("Centres d’intérêt", Topic.INTERESTS),
    ("Expérience professionnelle", Topic.EXPERIENCE),
    ("Sobre mí", Topic.SUMMARY),
    ("Formación académica", Topic.EDUCATION),
    ("Resumo profissional", Topic.SUMMARY),
    ("Formação acadêmica", Topic.EDUCATION),
    ("Istruzione e formazione", Topic.EDUCATION),
    ("Competenze", Topic.SKILLS),
    ("Doświadczenie zawodowe", Topic.EXPERIENCE),
    ("Umiejętności", Topic.SKILLS),
    ("Досвід роботи", Topic.EXPERIENCE),
    ("Про себе", Topic.SUMMARY),
    ("Опыт работы", Topic.EXPERIENCE),
    ("Ключевые навыки", Topic.SKILLS),
    ("الخبرة العملية", Topic.EXPERIENCE),
    ("المهارات", Topic.SKILLS),
    ("ניסיון תעסוקתי", Topic.EXPERIENCE),
    ("השכלה", Topic.EDUCATION),
    ("職務経歴", Topic.EXPERIENCE),
    ("学歴", Topic.EDUCATION),
    ("工作经历", Topic.EXPERIENCE),
    ("专业技能", Topic.SKILLS),
]
TYPED = [
    ("💼 Work experience:", Topic.EXPERIENCE),
    ("S K I L L S", Topic.SKILLS),
    ("3. EDUCATION", Topic.EDUCATION),
    ("■職務要約", Topic.SUMMARY),
    ("Education & Certificates", Topic.EDUCATION),
    ("Skills / Tools", Topic.SKILLS),
    ("Selected Publications", Topic.PUBLICATIONS),
    ("My projects", Topic.PROJECTS),
    ("Languages and interests", Topic.LANGUAGES),
]


@pytest.mark.parametrize(("title", "topic"), TITLES + TYPED)
def test_a_title_tells_its_topic(title: str, topic: Topic) -> None:
    """A title is known by its words, whatever its case, marks and spacing."""
    assert headings.tell(title) is topic


@pytest.mark.parametrize(
    "title", ["", "Ada Example", "Project Manager", "Skills " * 20, "???", "2019"]
)
def test_other_lines_are_no_titles(title: str) -> None:
    """Names, roles and long lines are not taken for titles."""
    assert headings.tell(title) is None


@given(st.text(max_size=80))
def test_any_line_can_be_asked(title: str) -> None:
    """Any text has an answer, and the same in capitals and with a colon."""
    assert headings.tell(title) in (None, *Topic)
