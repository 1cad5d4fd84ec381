"""What a line says of a tool is no proof where the line denies, wishes or leaves it to others."""

import time

import pytest

from agents import guard, pipeline, reservations
from agents.desk import Desk
from documents import reader
from documents.edits import Edit, Op
from documents.resume import Kind, Resume

# One line for each way of not having done it, by the language of the line.
HELD = """
I have never used Kubernetes
Have not worked with Kubernetes yet
Evaluated Kubernetes and decided against it
Evaluated Docker, Nomad and Kubernetes
Plan to learn Kubernetes
Currently learning Kubernetes
Worked beside the Kubernetes team
Interviewed candidates for Kubernetes roles
Hired three Kubernetes engineers
Migrated the company away from Kubernetes
Replaced Kubernetes with plain servers
Would like to work with Kubernetes
Interested in Kubernetes
Wrote invoices for Kubernetes consultants
No Kubernetes experience so far
No hands-on experience with Docker or Kubernetes
Lacked Kubernetes knowledge at first
Attended a talk about Kubernetes
Attended a Kubernetes conference
Everything except Kubernetes
Kubernetes: none
Used Docker, not Kubernetes
Never used Docker, Helm or Kubernetes
Clients used Kubernetes
Heard of Kubernetes
Read the Kubernetes documentation
Kubernetes was handled by another team
Other teams ran Kubernetes
Sat next to the Kubernetes people
Chose Nomad over Kubernetes
Got the company off Kubernetes
Little experience with Kubernetes
My next goal is Kubernetes
Noch nie mit Kubernetes gearbeitet
Kubernetes und Docker noch nicht genutzt
Keine Erfahrung mit Kubernetes
Möchte Kubernetes lernen
Interesse an Kubernetes
Arbeitete neben dem Kubernetes-Team
Gespräche mit Bewerbern für Kubernetes-Stellen
Vortrag über Kubernetes besucht
Kubernetes wurde von Kollegen betreut
Kubernetes würde ich gern lernen
Je n'ai jamais utilisé Kubernetes
Aucune expérience de Kubernetes
Je souhaite apprendre Kubernetes
Entretiens avec des candidats pour Kubernetes
Nunca usé Kubernetes
Sin experiencia en Kubernetes
Me gustaría aprender Kubernetes
Trabajé junto al equipo de Kubernetes
Nunca usei Kubernetes
Sem experiência com Kubernetes
Gostaria de trabalhar com Kubernetes
Não trabalhei com Kubernetes
Non ho mai usato Kubernetes
Senza esperienza di Kubernetes
Vorrei imparare Kubernetes
Nigdy nie używałam Kubernetes
Bez doświadczenia z Kubernetes
Chciałbym pracować z Kubernetes
Не працювала з Kubernetes
Без досвіду з Kubernetes
Хотіла б вивчити Kubernetes
Никогда не работал с Kubernetes
Нет опыта с Kubernetes
Хочу изучить Kubernetes
Собеседования с кандидатами на Kubernetes
لم أستخدم Kubernetes
بدون خبرة في Kubernetes
أرغب في تعلم Kubernetes
לא עבדתי עם Kubernetes
ללא ניסיון עם Kubernetes
רוצה ללמוד Kubernetes
Kubernetesの使用経験なし
Kubernetesを学びたい
Kubernetesに興味があります
从未使用Kubernetes
没有Kubernetes经验
对Kubernetes感兴趣
避免使用Kubernetes
把公司从Kubernetes迁走
""".strip().splitlines()

OWN = """
Moved 14 services to Kubernetes without downtime
Ran Kubernetes and never missed a release
Not only Docker but Kubernetes in production
Not Docker but Kubernetes
Led the Kubernetes team
Moved 3 TB of data from Kubernetes to plain servers
Led a team on the control plane of Kubernetes
Got more out of Kubernetes
Entered orders in Kubernetes, read by four teams
Automaticé las Kubernetes
Never late for a shift, wrote tidy tested Kubernetes code
Avoided long costly plant outages, Docker and Kubernetes
避免了生产故障并维护Kubernetes
Compared prices in Kubernetes
Deployed on Kubernetes with no downtime
Evaluated vendors with Kubernetes
Planned the move to Kubernetes
Ran Kubernetes clusters that never went down
Evaluated Kubernetes in 2019; ran Kubernetes from 2020 on
Hat Kubernetes nicht nur genutzt, sondern eingeführt
Betrieb von Kubernetes-Clustern ohne Ausfall
Exploité Kubernetes sans interruption
Administró Kubernetes sin interrupciones
Operei Kubernetes sem interrupções
Gestito Kubernetes senza interruzioni
Utrzymanie Kubernetes bez przerw
Супровід Kubernetes без простоїв
Поддержка Kubernetes без простоев
أدرت Kubernetes دون انقطاع
ניהול Kubernetes ללא השבתות
Kubernetesクラスタをダウンタイムなしで運用
负责Kubernetes集群运维，无故障
""".strip().splitlines()

POST = "Senior Backend Engineer\nAcme GmbH, Berlin\nRequirements:\n- Kubernetes\n- Python\n"


def person(line: str) -> Resume:
    text = f"""Ada Example
ada@example.com
Experience
Engineer, Acme, 2019 - 2023
- Built services in Python
- {line}
Skills
Python, SQL
"""
    return reader.read(text.encode()).resume


@pytest.mark.parametrize("line", HELD)
def test_what_is_denied_wished_or_left_to_others(line: str) -> None:
    """Such a line holds back what it names, in every language that we read."""
    assert [held for *_, held in reservations.places(line, "Kubernetes")] == [True]


@pytest.mark.parametrize("line", OWN)
def test_what_was_done(line: str) -> None:
    """A denial of something else in the line takes nothing back."""
    assert not all(held for *_, held in reservations.places(line, "Kubernetes"))


def test_a_word_of_one_language_is_none_of_another() -> None:
    """The Portuguese "no" is no denial, nor is the German month of May an Italian "never"."""
    assert not reservations.holds("Trabalhei no SAP", 13, 16, "pt")
    assert reservations.holds("No SAP", 3, 6, "en")
    assert not reservations.holds("Im Mai SAP eingeführt", 7, 10, "de")
    assert reservations.holds("mai SAP", 4, 7, "it")


@pytest.mark.parametrize("line", HELD[::3])
async def test_rules_surface_nothing_that_was_not_done(line: str) -> None:
    """Without a model the tool is missing before and after, and stands in no new line."""
    done = await pipeline.tailor(Desk(None), person(line), POST)
    names = {need.id: need.name for need in done.analysis.requirements}
    assert "Kubernetes" in [names[id] for id in done.before.missing]
    assert done.after.missing == done.before.missing
    assert not [edit for edit in done.edits if "Kubernetes" in edit.text]


@pytest.mark.parametrize("line", HELD[1::3])
def test_the_guard_refuses_what_was_not_done(line: str) -> None:
    """Nor may a model list the tool as a skill, or name it in a summary."""
    resume = person(line)
    bullet = next(fact for fact in resume.facts if "Kubernetes" in fact.text)
    skill, title = resume.of(Kind.SKILL)[0], resume.of(Kind.TITLE)[0]
    listed = Edit(Op.ADD, "n1", "Kubernetes", skill.id, Kind.SKILL, (bullet.id,))
    cites = (bullet.id, title.id)
    summed = Edit(Op.ADD, "new", "Engineer with Kubernetes experience", "", Kind.SUMMARY, cites)
    assert guard.check(resume, [listed])
    assert guard.check(resume, [summed])


def test_the_guard_lets_pass_what_was_done() -> None:
    """A tool that a line proves may be listed and named, and a denial may be worded anew."""
    resume = person("Ran 14 services on Kubernetes")
    bullet = next(fact for fact in resume.facts if "Kubernetes" in fact.text)
    skill, title = resume.of(Kind.SKILL)[0], resume.of(Kind.TITLE)[0]
    listed = Edit(Op.ADD, "n1", "Kubernetes", skill.id, Kind.SKILL, (bullet.id,))
    cites = (bullet.id, title.id)
    summed = Edit(Op.ADD, "new", "Engineer with Kubernetes experience", "", Kind.SUMMARY, cites)
    assert guard.check(resume, [listed, summed]) == []
    denied = person("Have never used Kubernetes")
    line = next(fact for fact in denied.facts if "Kubernetes" in fact.text)
    assert guard.check(denied, [Edit(Op.REWRITE, line.id, "Never used Kubernetes")]) == []


def test_what_is_said_over_and_over_is_looked_at_a_few_times() -> None:
    """A line stuffed with one word costs no more than a few looks."""
    assert len(list(reservations.places("Kubernetes " * 40, "Kubernetes"))) < 10
    assert len(list(reservations.places("Kubernetes " * 400, "Kubernetes"))) == 1


def test_a_hostile_line_takes_no_time() -> None:
    """A line as long as a book is read no further than around the thing."""
    for word in ("attend ", "ne ", "not ", "candidates for "):
        text = word * 2000 + "Kubernetes"
        start = time.monotonic()
        reservations.holds(text, len(text) - 10, len(text))
        assert time.monotonic() - start < 1
