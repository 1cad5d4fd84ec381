"""The language of a text is told offline, short texts in thirteen languages included."""

import json
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import language

SAMPLES = Path(__file__).parents[2] / "benchmarks" / "samples"
TRUTHS = [path for path in sorted(SAMPLES.glob("*.truth.json")) if "old_word" not in path.name]


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_the_samples_are_told(path: Path) -> None:
    """The language of every sample is the one that its author wrote down."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    (sample,) = set(SAMPLES.glob(path.name.replace(".truth.json", ".*"))) - {path}
    assert language.tell(sample.read_text(encoding="utf-8")) == truth["language"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Senior Backend Engineer at a logistics company", "en"),
        ("Ich bin seit fünf Jahren als Krankenpfleger tätig", "de"),
        ("Ελληνικό βιογραφικό σημείωμα", "el"),
        ("저는 소프트웨어 엔지니어입니다", "ko"),
        ("Досвід роботи з клієнтами", "uk"),
        ("Опыт работы с клиентами", "ru"),
        ("مهندس برمجيات أول", "ar"),
        ("ada@example.com +1 555 0100", ""),
        ("12 345", ""),
        ("Қазақстан Республикасының бухгалтері болып жұмыс істеймін", "kk"),
        ("zzz qqq xxx", ""),
        ("", ""),
    ],
)
def test_short_texts_are_told(text: str, code: str) -> None:
    """A line is enough; addresses and numbers have no language."""
    assert language.tell(text) == code


def test_no_network_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model comes with its package: nothing is fetched."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    language._model.cache_clear()
    assert language.tell("Responsable de la comptabilité générale") == "fr"


@given(st.text(max_size=100))
def test_any_text_has_an_answer(text: str) -> None:
    """Any text gets a code of two letters, or none."""
    assert len(language.tell(text)) in (0, 2)
