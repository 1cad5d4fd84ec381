"""One word in another form is no invention; what only looks like one still is."""

import pytest

from agents import ablaut, disguise, guard
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from tests.unit.guard_samples import line


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("de", "Beriet Kunden zu Türen", "Beratung von Kunden zu Türen"),
        ("de", "Trug die Werte in Excel ein", "Eintragung der Werte in Excel"),
        ("de", "Sparte 45.000 € im Jahr ein", "Einsparung von 45.000 € im Jahr"),
        ("de", "Nahm an einem Pilotprojekt teil", "Teilnahme an einem Pilotprojekt"),
        ("es", "Actualicé la web del museo", "Actualización de la web del museo"),
        ("es", "Podé árboles en dos parques", "Poda de árboles en dos parques"),
        ("pt", "Conduzi camiões entre Porto e Madrid", "Condução de camiões entre Porto e Madrid"),
        ("pt", "Marquei consultas", "Marcação de consultas"),
        ("ru", "Стригла волосы", "Стрижка волос"),
        ("ru", "Осматривал машины", "Осмотр машин"),
        ("en", "Kept bees in Kent", "Beekeeping in Kent"),
        ("en", "Looked after the budget of a shop", "Managed the budget of a shop"),
        ("en", "Kept a clean licence for 7 years", "Maintained a clean licence over 7 years"),
        ("es", "Escribí boletines para 2.000 lectores", "Boletines para 2000 lectores"),
        ("zh", "预约会议室，整理会议记录", "会议室预约及会议记录整理"),
        ("ar", "إدارة منتدى يضم 8000 عضو", "أدرت منتدى يضم 8 آلاف عضو"),
    ],
)
def test_the_same_in_another_form(code: str, was: str, now: str) -> None:
    """Nouns of action, strong verbs, prefixes apart, compounds, other ways to write a number."""
    assert line(was, now, code) == []


@pytest.mark.parametrize(
    ("code", "was", "now", "kind"),
    [
        ("de", "Beriet Kunden zu Türen", "Verrat von Kunden zu Türen", "term"),
        ("de", "Beriet Jugendliche", "Rechtsberatung von Jugendlichen", "term"),
        ("de", "Führte neun Kolleginnen ein", "Führung von neun Kolleginnen", "leadership"),
        ("en", "Installed heat pumps", "Designed heat pumps", "name"),
        ("en", "Looked after a shop", "Managed the staff of a shop", "leadership"),
        ("en", "Cleaned the theatre", "Participated in the theatre", "scope"),
        ("en", "Raised sales for 7 years", "Raised sales for over 7 years", "comparison"),
        ("en", "Nobody worked weekends", "Staff worked weekends", "limit"),
        ("es", "Escribí para 2.000 lectores", "Escribí para lectores en 2001", "date"),
        ("ar", "خفضت زمن المكالمة 40 ثانية", "خفض زمن المكالمة إلى 40 ثانية", "direction"),
        ("zh", "在学校搅拌混凝土", "学校的混凝土设计", "term"),
    ],
)
def test_what_only_looks_the_same(code: str, was: str, now: str, kind: str) -> None:
    """Another work, rank, limit or number is refused for what it is."""
    assert kind in {violation.kind for violation in line(was, now, code)}


@pytest.mark.parametrize(
    ("code", "was", "now", "kind"),
    [
        ("en", "Attended trainings on security", "Held trainings on security", "limit"),
        ("en", "Attended trainings on security", "Gave trainings on security", "limit"),
        ("en", "Maintained the web shop", "Owned the web shop", "leadership"),
        ("en", "Worked with 2 designers", "Guided 2 designers", "scope"),
        ("en", "Answered support requests", "Resolved support requests", "scope"),
        ("en", "Answered requests of customers", "Advised customers on requests", "scope"),
        ("en", "Wrote tests", "Established tests", "scope"),
        ("en", "Prepared offers", "Closed offers", "scope"),
        ("en", "Built payment services", "Built payment services end to end", "scope"),
        ("de", "Zahlungsdienste entwickelt", "Verantwortlich für Zahlungsdienste", "leadership"),
        ("de", "Webshop gewartet", "Webshop betreut und verantwortet", "leadership"),
        ("de", "Kundenanfragen beantwortet", "Kundenanfragen gelöst", "scope"),
        ("de", "Sicherheitsschulung besucht", "Sicherheitsschulung gehalten", "limit"),
        ("fr", "Suivi des formations", "Animé des formations", "limit"),
        ("es", "Respondí solicitudes", "Resolví solicitudes", "scope"),
        ("pt", "Preparei propostas", "Fechei propostas", "scope"),
        ("ru", "Отвечал на запросы", "Решал запросы", "scope"),
        ("uk", "Писав тести", "Впровадив тести", "scope"),
        ("pl", "Utrzymanie sklepu", "Odpowiedzialny za utrzymanie sklepu", "leadership"),
        ("it", "Preparato offerte", "Concluso offerte", "scope"),
        ("ar", "كتبت اختبارات", "أسست اختبارات", "scope"),
        ("he", "עניתי לפניות לקוחות", "פתרתי פניות לקוחות", "scope"),
        ("zh", "回复客户请求", "解决客户请求", "scope"),
        ("ja", "研修に参加", "研修を実施", "limit"),
    ],
)
def test_no_verb_grows(code: str, was: str, now: str, kind: str) -> None:
    """Owning, guiding, settling, founding and giving a course are more than the plain verb."""
    assert kind in {violation.kind for violation in line(was, now, code)}


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("en", "Built payment services", "Built and tested payment services"),
        ("en", "Built payment services", "Planned, built and supported payment services"),
        ("en", "Worked with 2 designers", "Worked with 2 designers and launched it"),
        ("en", "Helped migrate the system", "Helped plan and migrate the system"),
        ("de", "Zahlungsdienste entwickelt", "Zahlungsdienste entwickelt und betrieben"),
        ("de", "Zahlungsdienste entwickelt", "Zahlungsdienste konzipiert und entwickelt"),
        ("fr", "Développé des services", "Développé et exploité des services"),
        ("es", "Desarrollé servicios", "Desarrollé y operé servicios"),
        ("pt", "Desenvolvi serviços", "Desenvolvi e operei serviços"),
        ("ru", "Разрабатывал сервисы", "Разрабатывал и обслуживал сервисы"),
        ("ar", "طورت خدمات الدفع", "طورت وشغلت خدمات الدفع"),
    ],
)
def test_a_verb_behind_an_and_is_a_claim(code: str, was: str, now: str) -> None:
    """What is joined to the verb of the line was not done for all we know."""
    assert "scope" in {violation.kind for violation in line(was, now, code)}


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("en", "Wrote and tested endpoints", "Developed and tested endpoints"),
        ("en", "Took minutes and sent them out", "Took and distributed minutes"),
        ("en", "Trained six nurses", "Coached six nurses"),
        ("en", "Fixed bugs", "Resolved bugs"),
        ("en", "Attended trainings", "Took part in trainings"),
        ("en", "Participated in courses on safety", "Attended safety courses"),
        ("en", "Served 12 patients with care", "Cared for 12 patients"),
        ("en", "Led a team of 6 engineers", "Led a 6-engineer team"),
        ("de", "Migration von 50.000 Konten", "Migration von 50 Tsd. Konten"),
        ("fr", "Tenue de la caisse et clôture", "Tenu la caisse et effectué la clôture"),
        ("ru", "Ремонт сайта и устранение ошибок", "Устранял ошибки сайта и ремонтировал его"),
        ("zh", "图书编目和解答读者问题", "完成图书编目工作并解答读者问题"),
    ],
)
def test_as_much_as_before(code: str, was: str, now: str) -> None:
    """Another verb of the same weight, in as many places, stays free."""
    assert line(was, now, code) == []


@pytest.mark.parametrize(
    ("code", "was", "now", "kind"),
    [
        ("en", "Built services for 3 teams", "Built 3 services for teams", "counted"),
        ("en", "Built services for 3 teams", "Built services for teams of 3", "counted"),
        ("en", "Built services for teams of 3", "Built services for 3 teams", "counted"),
        ("en", "Built services for 3 teams", "Built services with 3 teams", "scope"),
        ("de", "Dienste für 3 Teams gebaut", "Dienste für Teams zu 3 gebaut", "counted"),
        ("fr", "Services pour 3 équipes", "3 services pour des équipes", "counted"),
        ("es", "Servicios para 3 equipos", "Servicios con 3 equipos", "scope"),
        ("ru", "Сервисы для 3 команд", "3 сервиса для команд", "counted"),
    ],
)
def test_a_number_stays_with_its_noun(code: str, was: str, now: str, kind: str) -> None:
    """Three teams are not teams of three, nor three of what they were served with."""
    assert kind in {violation.kind for violation in line(was, now, code)}


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("en", "Worked in payments", "Currently working in payments"),
        ("de", "Im Zahlungsverkehr gearbeitet", "Derzeit im Zahlungsverkehr tätig"),
        ("fr", "Travaillé dans les paiements", "Travaille actuellement dans les paiements"),
        ("es", "Trabajé en pagos", "Trabajo actualmente en pagos"),
        ("pt", "Trabalhei em pagamentos", "Trabalho atualmente em pagamentos"),
        ("ru", "Работал с платежами", "Сейчас работаю с платежами"),
        ("ar", "عملت في المدفوعات", "أعمل حاليا في المدفوعات"),
        ("zh", "从事支付工作", "目前从事支付工作"),
    ],
)
def test_the_present_is_a_date(code: str, was: str, now: str) -> None:
    """A role that is over is not going on, whatever the language says for now."""
    assert "date" in {violation.kind for violation in line(was, now, code)}


@pytest.mark.parametrize(("span", "found"), [("2019 - 2021", {"date"}), ("2019 - present", set())])
def test_a_role_may_still_go_on(span: str, found: set[str]) -> None:
    """ "Currently" stands where the dates of the role have no end."""
    facts = (
        Fact("d", Kind.DATES, span, "experience", "r"),
        Fact("b", Kind.BULLET, "Worked in payments", "experience", "r"),
    )
    resume = Resume((Section("experience", Topic.EXPERIENCE, "Experience"),), facts, "en")
    edit = Edit(Op.REWRITE, "b", "Currently working in payments", cites=("b",))
    assert {violation.kind for violation in guard.check(resume, [edit])} == found


def test_strong_verbs_meet_in_one_key() -> None:
    """Every form of a strong verb has the key of its prefix and first stem."""
    for word in ("beriet", "beraten", "beratung"):
        assert "be=rat" in set(ablaut.forms(word))
    assert set(ablaut.forms("zugewiesen")) & set(ablaut.forms("zuweisung"))
    assert not set(ablaut.forms("tisch"))


def test_disguises_come_off() -> None:
    """A text is seen as it stands, and in whatever it is made to look like or encodes."""
    assert "ignore" in " ".join(disguise.views("1gn0r3 ign\u00adore"))
    assert any("secret" in view for view in disguise.views("c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0"))
    assert list(disguise.views("plain")) == ["plain"]
    broken = list(disguise.views("A" * 25))
    assert broken == ["A" * 25, ""]
