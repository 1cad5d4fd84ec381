"""Answers: a bare yes or no is told from a fact, in thirteen languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import answers
from bot.answers import Answer

TERM = "Kubernetes"


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "Yep, Kubernetes",
        "yes I have worked with it",
        "sure 👍",
        "👍",
        "maybe",
        "ja, habe ich",
        "Ja, mit Kubernetes schon gearbeitet",
        "oui",
        "sí, claro",
        "sim",
        "sì",
        "tak",
        "так",
        "Да, конечно",
        "نعم",
        "כן",
        "はい",
        "有",
    ],
)
def test_a_bare_yes_is_not_a_fact(text):
    """Nothing in it could stand in a résumé, so that it is asked for once more."""
    assert answers.judge(text, TERM) is Answer.YES


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Nope.",
        "no idea",
        "I don’t know",
        "I haven't used Kubernetes",
        "👎",
        "nein",
        "keine Ahnung",
        "non",
        "Je n'ai jamais utilisé ça",
        "no, nunca",
        "não",
        "nie",
        "ні",
        "нет",
        "не знаю",
        "لا",
        "לא",
        "いいえ",
        "没有",
    ],
)
def test_a_no_is_an_honest_gap(text):
    """In any of the languages, also as "no idea"."""
    assert answers.judge(text, TERM) is Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "No, I have never used Kubernetes at work, my colleagues did",
        "I ran it with no downtime for years",
        "I only read about it in a book",
        "Ich habe nur ein Buch darüber gelesen",
        "В проекте только читал документацию",
        "公司里没有用过这个东西",
        "...",
    ],
)
def test_a_no_or_an_only_in_a_sentence_is_unclear(text):
    """It would be read as proof of what it takes back."""
    assert answers.judge(text, TERM) is Answer.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "At Lisbon Ferries I moved four services to it",
        "yes, 5 years",
        "Bei Acme drei Cluster betrieben",
        "В Acme поднял три кластера",
        "三年間クラスタを運用しました",
        "我在公司管理过三个集群",
        "أدرت ثلاث مجموعات في شركة أكمي",
    ],
)
def test_a_sentence_with_content_is_concrete(text):
    """Where, what, how long: any two words that say something."""
    assert answers.judge(text, TERM) is Answer.CONCRETE


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_answer_is_one_of_the_four(text, term):
    """Whatever is typed, it is judged."""
    assert answers.judge(text, term) in Answer
