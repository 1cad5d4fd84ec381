"""Terms of a posting are found in a résumé whatever their form, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import aliases, terms

FOUND = [
    ("Kubernetes", "ran three k8s clusters", "k8s"),
    ("PostgreSQL", "Postgres tuning", "Postgres"),
    ("people leadership across shifts", "Led 28 people in three shifts", None),
    ("Go or Python", "tools in Python", "Python"),
    ("SAP EWM or similar WMS", "introduced a WMS", "WMS"),
    ("infrastructure as code (Terraform)", "moved it to Terraform", "Terraform"),
    ("web framework", "the shop runs on Django", "Django"),
    ("carrier tenders", "the yearly carrier tender (EUR 3.1 million)", "carrier tender"),
    ("on-call duty", "a rotating on-call of six", "on-call"),
    ("Monatsabschlüsse", "den Monatsabschluss erstellt", "Monatsabschluss"),
    ("Führung von Mitarbeitern", "Mitarbeiter geführt", None),
    ("clôtures mensuelles", "clôture mensuelle en 5 jours", "clôture mensuelle"),
    ("ventilación mecánica", "pacientes con ventilación mecánica", "ventilación mecánica"),
    ("gestão de equipes", "liderei 12 pessoas", "liderei"),
    ("manutenzione", "interventi di manutenzione", "manutenzione"),
    ("obsługa klienta", "zajmowałem się obsługą klienta", None),
    ("бухгалтерський облік", "вела бухгалтерський облік", "бухгалтерський облік"),
    ("отчётность по РСБУ", "Готовила отчетность по РСБУ", "отчетность по РСБУ"),
    ("إدارة المخزون", "إدارة مخزون المستودع", "إدارة مخزون"),
    ("לוגיסטיקה", "ניהול לוגיסטיקה", "לוגיסטיקה"),
    ("データ分析", "売上データの分析を担当", "データの分析"),
    ("财务报表编制", "负责编制月度财务报表", "编制月度财务报表"),
    ("机器学习", "用机器学习预测销量", "机器学习"),
    ("C++", "drivers in C++ and C#", "C++"),
]


@pytest.mark.parametrize(("name", "text", "words"), FOUND)
def test_a_term_is_found_in_its_other_forms(name: str, text: str, words: str | None) -> None:
    """Inflection, aliases and special cases of a name are the name."""
    span = terms.find(name, text)
    assert span
    assert words is None or text[slice(*span)] == words


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Go", "the go to market plan"),
        ("JavaScript", "Java"),
        ("PostgreSQL", "SQL"),
        ("Kubernetes", "clusters of shops"),
        ("carrier tenders", "carriers of all sizes"),
        ("财务报表编制", "负责销售"),
        ("C++", "C"),
        ("international trade", "intern in trade school abroad"),
        ("", "anything"),
        ("solid experience", "solid experience"),
    ],
)
def test_what_is_not_said_is_not_found(name: str, text: str) -> None:
    """A likeness of letters is no mention."""
    assert terms.find(name, text) is None


def test_alternatives_are_taken_apart() -> None:
    """Either of two names is enough, and "similar" is none."""
    assert terms.alternatives("Go or Python") == ("Go", "Python")
    assert terms.alternatives("CI/CD (GitLab CI or similar)") == ("CI/CD", "GitLab CI")
    assert terms.alternatives("message queues (RabbitMQ, Kafka)") == (
        "message queues",
        "RabbitMQ",
        "Kafka",
    )
    assert terms.alternatives("or similar") == ("or similar",)


def test_known_names_are_listed_once_as_written() -> None:
    """Names of things are found in a sentence, under one key for all their forms."""
    named = terms.known("K8s, kubernetes and Postgres: build and lead")
    assert named == [("=Kubernetes", "K8s"), ("=PostgreSQL", "Postgres")]


def test_the_subject_of_a_condition_on_years() -> None:
    """What the years are about stays, the number goes."""
    assert terms.subject("5+ years of backend experience") == "backend"
    assert terms.subject("five years") == ""


@pytest.mark.parametrize(
    ("words", "text", "span"),
    [("kafka", "with Kafka.", (5, 10)), ("SAP", "SAPling", None), ("会计", "做会计的", (1, 3))],
)
def test_literal_words(words: str, text: str, span: tuple[int, int] | None) -> None:
    """Words are found letter by letter, as whole words where words have gaps."""
    assert terms.literal(words, text) == span
    assert terms.literal(" ", text) is None


def test_every_alias_is_one_word_to_us() -> None:
    """A form of a name is seen as a whole, or it could never match."""
    for alias in aliases.load():
        assert len(terms.tokens(alias.form)) == 1, alias.form


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_span_stands_in_its_text(name: str, text: str) -> None:
    """Whatever is asked and written, a finding lies within the text."""
    span = terms.find(name, text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


@given(st.text(alphabet="abcßéñйёأإ財務表 -+#/", min_size=1, max_size=40))
def test_a_text_says_itself(text: str) -> None:
    """What has a word that means something is found in itself."""
    if terms.content(text):
        assert terms.find(text, text)
