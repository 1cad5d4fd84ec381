"""A posting is read by rules: its parts, what it asks for, who asks, and what smells."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import job_analysis, letterhead, posting, requirements, scams
from agents.titles import Section
from tests.unit.cv_samples import POSTING
from tests.unit.posting_samples import POSTINGS

MUSTS = {
    "de": ["Siemens S7", "EPLAN", "Schichtarbeit", "Führerschein Klasse B", "Deutsch fließend"],
    "fr": ["Bac+3 en comptabilité", "Sage", "Excel", "IFRS", "Anglais courant"],
    "es": ["Grado en Enfermería", "ventilación mecánica", "hemodiálisis"],
    "pt": ["WMS", "SAP", "Inglês intermediário"],
    "it": ["3 anni in cucina", "HACCP", "turni"],
    "pl": ["uprawnienia na wózek widłowy", "obsługi skanera", "WMS"],
    "uk": ["вища освіта", "Google Classroom", "англійська B1"],
    "ru": ["закупках от 2 лет", "Excel", "1С"],
    "ar": ["بكالوريوس في المحاسبة", "Excel", "SAP", "اللغة الإنجليزية جيدة"],
    "he": ["3 שנים בניהול מחסן", "Excel", "SAP"],
    "ja": ["Pythonでの開発経験3年以上", "SQL", "ビジネスレベルの英語"],
    "zh": ["会计本科及以上学历", "5年以上会计工作", "SAP", "Excel"],
}
NICE = {
    "de": ["Schweißerschein", "Englischkenntnisse"],
    "fr": ["SAP", "Power BI"],
    "es": ["Inglés B2"],
    "pt": ["Power BI"],
    "it": ["Inglese"],
    "pl": ["prawo jazdy kat. B"],
    "uk": ["підготовка до НМТ"],
    "ru": ["права категории B"],
    "ar": ["شهادة SOCPA"],
    "he": ["ניהול צוות"],
    "ja": ["Kubernetes"],
    "zh": ["审计"],
}


@pytest.mark.parametrize("code", POSTINGS)
def test_musts_and_nice_to_haves_are_told_apart(code: str) -> None:
    """What is required and what is welcome is read from lists in every language."""
    found = requirements.find(POSTINGS[code])
    musts = [each.name for each in found if each.must]
    assert [name for name in MUSTS[code] if name not in musts] == []
    assert [n for n in NICE[code] if n not in [e.name for e in found if not e.must]] == []
    assert job_analysis.rules(POSTINGS[code]).language == code


@pytest.mark.parametrize("text", [*POSTINGS.values(), POSTING])
def test_every_quote_stands_in_the_posting(text: str) -> None:
    """Each requirement shows the words of the posting that say so."""
    flat = " ".join(text.split())
    for each in requirements.find(text):
        assert each.quote in flat
        assert each.name


def test_kinds_and_ids() -> None:
    """A requirement knows what kind of thing it is; ids are unique and in order."""
    found = requirements.find(
        "Tester\nRequirements:\n- 3 years of testing\n- Fluent English\n- BSc degree\n"
        "- Driving licence\n- Selenium\n- Team player"
    )
    kinds = {each.name: each.kind for each in found}
    assert [each.id for each in found] == [f"n{n + 1}" for n in range(len(found))]
    assert kinds == {
        "3 years of testing": "experience",
        "Fluent English": "language",
        "BSc degree": "education",
        "Driving licence": "certificate",
        "Selenium": "skill",
        "Team player": "other",
    }
    assert [each.must for each in found] == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Solid knowledge of SQL, CI/CD and Terraform", ["SQL", "CI/CD", "Terraform"]),
        ("Docker and AWS in production", ["Docker", "AWS"]),
        ("Kubernetes: you have run it", ["Kubernetes"]),
        ("Languages: Python, Go", ["Python", "Go"]),
        ("Experience with logistics, freight or supply chain", None),
        ("Monitoring with Grafana and Prometheus", ["Grafana", "Prometheus"]),
        ("Queues such as RabbitMQ or Kafka", ["Queues (RabbitMQ or Kafka)"]),
        ("Fluent German; it is the language of our team", ["Fluent German"]),
        ("German at B2 or better, for talks with ports", ["German at B2 or better"]),
        ("SAP FI, 5, 6", ["SAP FI"]),
    ],
)
def test_a_list_is_taken_apart(line: str, names: list[str] | None) -> None:
    """One thing each: lists are split, sentences are not."""
    found = [each.name for each in requirements.find(f"Job\nMust have\n- {line}\n")]
    assert found == (names or ["logistics or freight or supply chain"])


def test_a_marker_in_the_line_makes_it_welcome_only() -> None:
    """ "Is a plus" counts for its own clause, "are a plus" for the whole list."""
    found = requirements.find(
        "Job\nMust have\n- Fluent English; Swedish is a plus\n- Rust, Scala and Elm are a plus"
    )
    assert {each.name: each.must for each in found} == {
        "Fluent English": True,
        "Swedish": False,
        "Rust": False,
        "Scala": False,
        "Elm": False,
    }


def test_a_posting_without_titles_is_read_by_its_sentences() -> None:
    """Prose that says what is needed is enough."""
    found = requirements.find(
        "Principal Scientist - Example Labs\n"
        "PhD required. 12+ years. Deep expertise in CUDA kernels, JAX and TPU pods. "
        "The stack is built on Kubernetes."
    )
    names = [each.name for each in found if each.must]
    assert names[:2] == ["PhD", "12+ years"]
    assert {"CUDA kernels", "JAX", "TPU pods", "Kubernetes"} <= set(names)


def test_duties_name_tools_only_once() -> None:
    """A tool that a duty names is welcome, unless the requirements have it already."""
    text = "Job\nYou will\n- run Kafka and Kubernetes\nMust have\n- Kubernetes"
    found = requirements.find(text)
    assert [(e.name, e.kind) for e in found] == [("Kubernetes", "skill"), ("Kafka", "duty")]


def test_no_more_requirements_than_anybody_reads() -> None:
    """A posting that asks for everything is cut."""
    many = "\n".join(f"- Tool{n}" for n in range(60))
    assert len(requirements.find(f"Job\nMust have\n{many}")) == requirements.MOST


def test_blockers_come_first() -> None:
    """Permits, licences, languages and years rule people out."""
    text = (
        "Nurse\nMust have\n- RN licence\n- 3 years in intensive care\n- Fluent English\n- Triage\n"
        "How to apply\nYou must have the right to work in the UK; we cannot sponsor a visa."
    )
    found = requirements.blockers(text, requirements.find(text))
    assert found[0] == "You must have the right to work in the UK"
    assert "RN licence" in found
    assert "Triage" not in found


def test_sentences_broken_over_lines_are_joined() -> None:
    """A posting that was wrapped at 80 columns reads like one that was not."""
    text = (
        "Requirements: 3+ years of applied engineering experience with large systems of records\n"
        "and their data; hands-on experience with feature stores, model registries and all the\n"
        "(many) tools around them.\n"
    )
    assert len(posting.lines(text)) == 1


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("## What we're looking for", Section.MUST),
        ("**Nice to have**", Section.NICE),
        ("About us", Section.BESIDE),
        ("Responsibilities:", Section.DUTY),
        ("## Our story", Section.OPEN),
        ("We are looking for people who like to write long sentences about it all.", None),
        ("- Python", None),
    ],
)
def test_titles(line: str, section: Section | None) -> None:
    """A title is told by its words, its marks and its length."""
    told = posting.title(line)
    assert (told[0] if told else None) == section


def test_a_paragraph_below_a_list_is_not_part_of_it() -> None:
    """The salary below "nice to have" is no wish."""
    text = "Nice to have\n- Lean\n\nSalary 50,000 a year."
    assert [line.section for line in posting.lines(text)] == [Section.NICE, Section.OPEN]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Cold Chain Manager - Fjord (Oslo)\n", ("Cold Chain Manager", "Fjord", "Oslo")),
        ("Developer\nSample AB · Lund · remote\n", ("Developer", "Sample AB", "Lund")),
        ("# Nurse — Hospital Example (York)", ("Nurse", "Hospital Example", "York")),
        ("---\ntitle: 'Cook'\n---\n# Join us\n", ("Cook", "", "")),
        ("Title: Clerk\nCompany: Sample Ltd\nLocation: Leeds", ("Clerk", "Sample Ltd", "Leeds")),
        (
            "🔥 #вакансия\nГлавный бухгалтер\nв компанию «Заря»",
            ("Главный бухгалтер", "Заря", ""),
        ),
        (
            "We are hiring a Senior Data Engineer to build things. Sample Works GmbH is small.",
            ("Senior Data Engineer", "Sample Works GmbH", ""),
        ),
        ("Northwind is hiring!\nAbout Northwind\nText", ("Northwind is hiring", "Northwind", "")),
        ("", ("", "", "")),
        ("Clerk — Shop — Bristol", ("Clerk", "Shop", "Bristol")),
    ],
)
def test_the_letterhead(text: str, read: tuple[str, str, str]) -> None:
    """Title, company and place are found where postings put them."""
    assert letterhead.read(text) == read


def test_long_first_lines_are_no_titles() -> None:
    """A sentence is not a job title, and a title is not a sentence long."""
    title, *_ = letterhead.read("We make things " * 12)
    assert title == ""
    title, *_ = letterhead.read("Title: " + "very long " * 8 + "job\n")
    assert len(title) <= 90


@pytest.mark.parametrize(
    ("text", "scam"),
    [
        ("Send your passport photo and bank card number", True),
        ("Work from home, $9000/week, no experience needed", True),
        ("Registration fee of 50 euros", True),
        ("Write to us on Telegram only", False),
        (POSTING, False),
        *((text, False) for text in POSTINGS.values()),
    ],
)
def test_scams(text: str, scam: bool) -> None:
    """Asking for documents or money is enough; lesser signs need company."""
    assert scams.smells(text) is scam


def test_what_is_no_job_post_is_said() -> None:
    """A recipe asks for nothing."""
    assert "not_a_post" in job_analysis.rules("Top 10 pasta recipes. Aglio e olio.").warnings


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 15_000,
        "Must have\n- " + "*" * 60_000 + "x",
        "\n#" * 30_000,
        "a" * 60_000,
        "a." * 30_000 + "/x",
        "Title: " + "*" * 50_000 + "x",
        "note" + " " * 50_000 + "ai",
        "1, " * 20_000 + "x",
        "(" * 60_000,
        "Requirements: " + "a, " * 20_000,
        "Requirements:\n" + "- SQL and Go\n" * 4_000,
        "you have " * 7_000,
        "会" * 60_000,
        "«" * 30_000 + "»" * 30_000,
        "3 years " * 8_000,
    ],
)
def test_hostile_postings_are_read_in_no_time(text: str) -> None:
    """No text keeps the bot from its other people."""
    start = time.process_time()
    job_analysis.rules(text)
    assert time.process_time() - start < 3


@given(st.text(max_size=400))
def test_anything_can_be_read(text: str) -> None:
    """No text breaks the reading of postings."""
    analysis = job_analysis.rules(text)
    assert len(analysis.requirements) <= requirements.MOST


@pytest.mark.parametrize(
    "line",
    [
        "No experience with PHP is needed",
        "No experience with PHP, Ruby or Go is needed",
        "PHP is not required",
        "PHP, Ruby and Go are not required",
        "We do not require PHP",
        "You don't need PHP",
        "Keine Vorkenntnisse in PHP erforderlich",
        "PHP-Kenntnisse sind nicht zwingend erforderlich",
        "Du brauchst kein PHP",
        "Aucune expérience en PHP requise",
        "PHP n'est pas obligatoire",
        "No se requiere experiencia en PHP",
        "PHP no es necesario",
        "Não é necessário PHP",
        "Non è richiesta esperienza con PHP",
        "Doświadczenie z PHP nie jest wymagane",
        "Досвід з PHP не потрібен",
        "Опыт работы с PHP не требуется",
        "لا يشترط خبرة في PHP",
        "לא נדרש ניסיון ב-PHP",
        "PHPの経験は不問",
        "不要求PHP经验",
    ],
)
def test_what_is_not_needed_is_no_requirement(line: str) -> None:
    """A posting that spares its candidates something does not ask for it, in any language."""
    post = f"Engineer\nRequirements:\n- Kubernetes\n- {line}\n- Rust\n"
    assert [need.name for need in job_analysis.rules(post).requirements] == ["Kubernetes", "Rust"]
    said = {"n": "PHP", "q": "PHP", "m": True, "k": "skill"}
    rest = {"title": "", "company": "", "place": "", "lang": "", "block": [], "warn": []}
    answer = job_analysis.Answer.model_validate(rest | {"needs": [said]})
    assert not job_analysis.parse(answer, post).requirements


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Python required, PHP not required", [("Python", True)]),
        ("Python, PHP not required", [("Python", True)]),
        ("You don't need PHP, but Python is required", [("Python is", True)]),
        ("PHP is not required, Python is a must", [("Python is a must", True)]),
        ("Kubernetes is not required but a plus", [("Kubernetes", False)]),
        ("5 years of Python required", [("5 years of Python", True)]),
        ("Work without supervision required", [("Work without supervision", True)]),
    ],
)
def test_what_stands_beside_it_is_still_asked_for(line: str, asked: list[tuple[str, bool]]) -> None:
    """Only what is spared falls away, and what is "not required but a plus" is welcome."""
    found = requirements.find(f"Engineer\nRequirements:\n- {line}\n")
    assert [(need.name, need.must) for need in found] == asked
