"""What a model is not told: who the person is, how to reach anybody, whom to ask about them."""

import json
import time
from collections.abc import AsyncIterator

import pytest

from agents import pipeline, privacy, view
from agents.model import Request, Usage
from agents.values import Agent
from documents import reader
from documents.resume import Fact, Kind, Resume
from sandbox import honest

ENGLISH = """ADA EXAMPLE
San Francisco, CA | (555) 010-0199 | ada@example.com
123 Main Street, Springfield, IL 62701
Date of birth: 1 Feb 1990

Summary
Ada is an engineer with 5 years of experience. Ms. Example leads teams.

Experience
Engineer, Acme Inc, 2019 - present
- Built services in Python; call 555-010-0199 for details
- Shipped by A. Example
- Moved 14 services to Kubernetes
- Wrote ada_example/tools, used by four teams
Developer, Example & Sons, 2015 - 2019
- Built the order service in Python for 900 orders a day

Skills
Git, SQL

References
John Smith, Acme Inc, 555 010 0123
Mary Major, mary@example.org
"""

GERMAN = """Jonas Beispiel
Berlin
Tel. 030 12345678
Musterstraße 5, 10115 Berlin
Telegram: jonas_b

Berufserfahrung
Entwickler, Acme GmbH, 01/2019 - heute
- Baute Dienste in Python, Ansprechpartner: Beispiel, Tel. 030 999888
- Leitete ein Team von 5 und führte Kubernetes ein
- Beispiels Werkzeuge laufen in 3 Werken

Kenntnisse
Python, SQL

Referenzen
Dr. Maria Muster, Acme GmbH, 0171 5550100
"""

POSTS = {
    "en": "Platform Engineer\nNorthwind AB\nRequirements:\n- Kubernetes\n- Python\n- SQL\n",
    "de": "Entwickler\nNordwind AB\nAnforderungen:\n- Kubernetes\n- Python\n- SQL\n",
}


class Listening:
    """An honest model that keeps what it was asked."""

    name = "Listening"

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def id(self, agent: Agent) -> str:
        """One model for all agents."""
        return f"{self.name} {agent}"

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """The honest answer, with every line worded anew."""
        self.asked.append(request)
        schema = {"name": request.agent.value}
        said = json.loads(
            honest.answer(
                {
                    "messages": [{"role": "user", "content": request.user}],
                    "response_format": {"json_schema": schema},
                }
            )
        )
        if request.agent is Agent.RESUME_OPTIMIZATION:
            self._plan(said, request.user)
        if request.agent is Agent.IMPLEMENTATION:
            said["l"] = [{"f": x["f"], "t": f"{x['was']} "} for x in _asked(request)]
        if request.agent is Agent.POLISH:
            cites = list(_facts(request))
            said["l"] = [{"f": "new-summary", "t": "Builds services in Python.", "c": cites}]
        yield json.dumps(said, ensure_ascii=False)
        yield Usage()

    def _plan(self, said: dict[str, list[dict[str, object]]], user: str) -> None:
        groups = [json.loads(line) for line in user.splitlines()[:-1]]
        said["p"] = [
            {
                "k": group["k"],
                "w": [{"f": id, "r": "n1", "c": list(group["b"])} for id in group["b"]],
                "m": [],
                "d": [],
                "a": [],
            }
            for group in groups
            if "b" in group
        ]


def _asked(request: Request) -> list[dict[str, str]]:
    lines: list[dict[str, str]] = json.loads(request.user)["lines"]
    return lines


def _facts(request: Request) -> dict[str, str]:
    facts: dict[str, str] = json.loads(request.user)["facts"]
    return facts


def person(text: str) -> Resume:
    return reader.read(text.encode(), "resume.txt").resume


@pytest.mark.parametrize(
    ("text", "language", "private"),
    [
        (ENGLISH, "en", "ada example 555 0199 0123 smith major main street 1990"),
        (GERMAN, "de", "jonas beispiel 030 999888 12345678 0171 muster straße"),
    ],
)
async def test_no_prompt_says_who_the_person_is(text: str, language: str, private: str) -> None:
    """Of name, numbers, address and referees nothing stands in what the five agents ask."""
    model = Listening()
    told = (Fact("t1", Kind.OTHER, "Ada Beispiel Example ran Kubernetes at home", ""),)
    resume = person(text)
    desk = pipeline.Desk(model)
    done = await pipeline.tailor(desk, resume, POSTS[language])
    await pipeline.polish(desk, resume, done.analysis, done.edits, told)
    await pipeline.validate(desk, resume, done.edits, told)
    assert {request.agent for request in model.asked} >= {
        Agent.JOB_ANALYSIS,
        Agent.RESUME_OPTIMIZATION,
        Agent.IMPLEMENTATION,
        Agent.POLISH,
    }
    for request in model.asked:
        said = request.user.casefold()
        assert not [word for word in private.split() if word in said], request.agent
    assert "kubernetes" in view.resume(resume).casefold()


@pytest.mark.parametrize(
    "text",
    [
        "Call 555-010-0199",
        "Reach me at (555) 010-0199",
        "Tel. 030 999888",
        "Mobil: 0171 5550100",
        "0171 5550100",
        "06 12 34 56 78",
        "+49 30 999888",
        "8 (495) 123-45-67",
        "тел. 495 123 45 67",
        "手机：13912345678",
        "電話 03-1234-5678",
        "هاتف 0501234567",
        "٠٥٠ ١٢٣٤٥٦٧",
        "612 345 678",
        "skype: quiet.person",
        "ada@example.com",
        "ada_example",
        "Ada's team",
        "Ms. Example leads teams",
        "ADA",
    ],
)
def test_what_gives_a_person_away(text: str) -> None:
    """Numbers as they are written at home, accounts, and single words of the name."""
    veil = privacy.Veil("Ada Example", ("Ada", "Example"), "en")
    assert veil.covers(f"Wrote the manual, {text}") or veil.covers(text)


@pytest.mark.parametrize(
    "text",
    [
        "Led 14 services from 01/2019 - 12/2023",
        "From 01.02.2019 to 30.06.2020 on site",
        "Saved 1 200 000 EUR and 250 000 000 kWh in 2019-2023",
        "Cut costs by 0.75 to 1.25 percent, 10-15 people",
        "ISO 9001:2015, DIN 18014, EN 50131",
        "Kept 24/7 service for 2 000 clients",
        "An example of adaptive and adapted design",
        "GitHub: 14 repositories maintained",
        "Worked 08:00-17:00 and 0800-1700 h",
        "Mobile 2019 - 2023",
    ],
)
def test_what_is_only_work(text: str) -> None:
    """Dates, sums, norms and plain words that look a little like a name are sent."""
    veil = privacy.Veil("Ada Example", ("Ada", "Example"), "en")
    assert veil.over(text) == text


@pytest.mark.parametrize(
    ("name", "text", "covered"),
    [
        ("Иван Петров", "Команда Петрова выпустила сервис", True),
        ("Иван Петров", "Работал с Иваном", True),
        ("Иван Петров", "Петля обратной связи", False),
        ("Jan Kowalski", "Zespół Kowalskiego", True),
        ("王小明", "王小明负责运维", True),
        ("山田 太郎", "山田が設計した", True),
        ("山田太郎", "山田が設計した", True),
        ("山田太郎", "設計した", False),
        ("محمد علي", "عملت على تطوير الخدمات", False),
        ("محمد علي", "قاد محمد الفريق", True),
        ("Dr. Ada von Example, MBA", "Led the MBA programme", False),
        ("Dr. Ada von Example, MBA", "Example led it", True),
        ("Mark Young", "Helped young people to mark exams", False),
        ("Mark Young", "Mark led two teams", True),
    ],
)
def test_names_in_their_forms(name: str, text: str, covered: bool) -> None:
    """A name is known in its cases and scripts; titles and grammar are none of it."""
    language = "pl" if "Kowalski" in name else ""
    resume = Resume((), (Fact("f1", Kind.NAME, name, "s1"),), language)
    assert privacy.veil_of(resume).covers(text) is covered


def test_a_fixed_line_goes_with_the_name_masked() -> None:
    """An employer of the person's name is no reason to leave the role out, nor to name it."""
    sent = view.resume(person(ENGLISH))
    assert f"{privacy.MASK} & Sons" in sent
    assert "900 orders a day" in sent


@pytest.mark.parametrize("piece", ["1 ", "0123 ", "a.b@", "12 a ", "1", "x_"])
def test_a_hostile_line_is_veiled_in_no_time(piece: str) -> None:
    """No pattern goes over a long line again and again."""
    start = time.monotonic()
    text = piece * 8000
    resume = Resume(
        (), (Fact("f1", Kind.NAME, "Ada Example", "s"), Fact("f2", Kind.OTHER, text, "s"))
    )
    privacy.sendable(resume)
    assert time.monotonic() - start < 2
