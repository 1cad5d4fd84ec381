"""The guard on single lines: numbers, names, rank, limits, in many languages and scripts."""

import pytest

from agents import tokens
from tests.unit.guard_samples import line

HONEST = [
    ("en", "Served 50,000 users", "Served 50K users"),
    ("en", "Served 50,000 users", "Served fifty thousand users"),
    ("en", "Handled 1,20,000 rupees", "Handled 120000 rupees"),
    ("en", "Answered over 40 calls a day", "Answered 40+ calls daily"),
    ("en", "Answered over 40 calls a day", "Answered more than 40 calls per day"),
    ("en", "Cut costs by half", "Cut costs by 50 %"),
    ("en", "Doubled sales", "Sales doubled"),
    ("en", "Reports: 12/day", "12 reports per day"),
    ("en", "Grew sales from $1 to 2 million", "Grew sales from $1 million to $2 million"),
    ("en", "Raised US$ 50 from 3 donors", "Raised US$50 from 3 donors"),
    ("en", "Worked 10-15 hours a week", "Worked 10 to 15 hours per week"),
    ("en", "Joined in March 2021", "Joined in 03/2021"),
    ("en", "Used C++ and C# daily", "Daily use of C# and C++"),
    ("en", "Deputy head of the lab", "Deputy head of the lab."),
    ("en", "Advanced Python, basic Go", "Basic Go; advanced Python"),
    ("en", "Wrote reports for the CRM team", "Reports written for the CRM team"),
    ("en", "Kept Costs Low And Quality High", "KEPT COSTS LOW AND QUALITY HIGH"),
    ("de", "Umsatz von 1.200 € erzielt", "1200 Euro Umsatz erzielt"),
    ("de", "Leitung eines 12-köpfigen Teams", "12-köpfiges Team geleitet"),
    ("fr", "Suivi de quatre-vingt-dix dossiers", "90 dossiers suivis"),
    ("fr", "Budget de 2,5 millions d'euros", "Budget de 2 500 000 €"),
    ("es", "Atendí a treinta y cinco alumnos", "35 alumnos atendidos"),
    ("it", "Gestione di venticinque clienti", "Gestione di 25 clienti"),
    ("it", "Ho seguito 12 pazienti al giorno", "Seguiti dodici pazienti ogni giorno"),
    ("pl", "Obsługa dwunastu klientów dziennie", "Obsługiwanie 12 klientów dziennie"),
    ("uk", "Обслуговував дванадцять клієнтів щодня", "Щодня обслуговував 12 клієнтів"),
    ("ru", "Обучил двадцать пять сотрудников", "Обучение 25 коллег"),
    ("ru", "Обучил двадцать пять сотрудников", "25 сотрудников обучены"),
    ("ar", "تدريب خمسة وعشرين موظفاً", "درّبت ٢٥ موظفاً"),
    ("he", "הדרכתי שלושה עובדים", "הדרכת 3 עובדים"),
    ("ja", "新入社員三十五名に研修を実施", "新入社員35名を研修"),
    ("zh", "培训三十五名员工", "为35名员工培训"),
    ("zh", "成本降低四分之一", "成本降低25%"),
    ("zh", "使用客户关系管理（CRM）系统", "使用CRM系统"),
    ("nl", "Zorg voor 12 patiënten", "Zorg voor 12 patiënten"),
]
LIES = [
    ("en", "Served 50,000 users", "Served 500K users", "number"),
    ("en", "Served 50 users", "Served 50 million users", "number"),
    ("en", "Answered 40 calls a day", "Answered 40 calls an hour", "period"),
    ("en", "Took 40 calls a day and 12 a week", "Took 40 calls a week and 12 a day", "period"),
    ("en", "Saved 3 hours a week", "Saved 3 hours", "period"),
    ("en", "Saved €300", "Saved £300", "currency"),
    ("en", "Took 3 hours", "Took 3 days", "unit"),
    ("en", "Cut costs by 85 %", "Cut costs to 85 %", "direction"),
    ("en", "Grew sales from 2 to 5 million", "Grew sales by 2 to 5 million", "direction"),
    ("en", "Cut costs", "Raised costs", "direction"),
    ("en", "Went from 3 to 9 shops", "Shops reduced from 3 to 9", "direction"),
    ("en", "Up to 40 guests", "Over 40 guests", "comparison"),
    ("en", "About 40 guests", "40 guests", "comparison"),
    ("en", "Taught 38 nurses and 12 doctors", "Taught 12 nurses and 38 doctors", "counted"),
    ("en", "Taught 38 nurses. Met doctors often", "Taught 38 doctors. Met nurses", "counted"),
    ("en", "Joined in March 2021", "Joined in April 2021", "date"),
    ("en", "Joined in 2021", "Joined in March 2021", "date"),
    ("en", "Used 3D printers", "Used 4D printers", "number"),
    ("en", "Used C", "Used C++", "name"),
    ("en", "Used Java", "Used java and rust", "term"),
    ("en", "Worked in sales", "Worked in sales at Target", "name"),
    ("en", "Built a CRM", "Built a customer relationship management system", "term"),
    ("en", "Wrote reports for SAP", "Wrote reports", "lost-name"),
    ("en", "Supported the audit", "Ran the audit", "leadership"),
    ("en", "Wrote reports", "Was responsible for reports and led them", "leadership"),
    ("en", "Wrote reports", "Wrote global reports", "scope"),
    ("en", "Wrote reports", "Wrote reports without errors", "negation"),
    ("en", "Tutor", "Senior tutor", "seniority"),
    ("en", "Basic Go; advanced Python", "Advanced Go; basic Python", "level"),
    ("en", "Reports under supervision", "Reports", "limit"),
    ("en", "Weekly reports", "Daily reports", "period"),
    ("en", "Wrote tests together with two colleagues", "Wrote tests, two", "limit"),
    ("en", "Wrote tests with the psychologist", "Wrote tests", "limit"),
    ("de", "Mitarbeit im Labor", "Arbeit in der Laborleitung", "leadership"),
    ("de", "Pflege der Station", "Pflege der Intensivstation", "term"),
    ("de", "Betreuung der Kunden", "Betreuung der Stammkundendatenbank", "term"),
    ("ru", "Обучил двадцать пять сотрудников", "Обучил двадцать шесть сотрудников", "number"),
    ("ar", "تدريب خمسة وعشرين موظفاً", "تدريب خمسة وثلاثين موظفاً", "number"),
    ("ja", "新入社員3名に研修を実施", "新入社員3名にPython研修を実施", "name"),
    ("zh", "培训三十五名员工", "培训五十三名员工", "number"),
    ("zh", "二级医院工作", "三级医院工作", "number"),
    ("zh", "整理档案", "整理保密档案", "term"),
    ("nl", "Zorg voor 12 patiënten", "Zorg voor 12 kinderen", "term"),
]


@pytest.mark.parametrize(("language", "was", "now"), HONEST)
def test_honest(language: str, was: str, now: str) -> None:
    """The same thing in other words passes."""
    assert line(was, now, language) == []


@pytest.mark.parametrize(("language", "was", "now", "kind"), LIES)
def test_lie(language: str, was: str, now: str, kind: str) -> None:
    """A changed fact is refused, under the name of what changed."""
    assert kind in {violation.kind for violation in line(was, now, language)}


@pytest.mark.parametrize(
    ("language", "was", "now", "cited"),
    [
        ("en", "Built a CRM", "Built a customer relationship management system",
         "Knows customer relationship management (CRM)"),
        ("en", "Built a customer relationship management tool", "Built a CRM tool",
         "Sold CRM licences for customer relationship management"),
        ("en", "Kept the ERP running", "Kept the enterprise planning software running",
         "ERP (enterprise planning software) upkeep"),
        ("ru", "Отчётность по МСФО", "Отчётность по международным стандартам",
         "МСФО (международные стандарты)"),
        ("zh", "引入CRM", "引入客户关系管理", "使用客户关系管理（CRM）系统"),
        ("ar", "استخدام CRM", "استخدام إدارة علاقات العملاء", "إدارة علاقات العملاء (CRM)"),
    ],
)  # fmt: skip
def test_abbreviation(language: str, was: str, now: str, cited: str) -> None:
    """An abbreviation may be written out where the résumé has both, and only there."""
    assert line(was, now, language, cited) == []
    assert line(was, now, language)


def test_a_line_in_english() -> None:
    """An English line of a German or Russian résumé is read as English."""
    was, now = "Cared for 12 patients on a ward", "Looked after twelve patients on a ward"
    assert line(was, now, "de") == []
    assert line(was, now, "ru") == []


def test_a_language_mistaken_for_its_neighbour() -> None:
    """A German line that was taken for Dutch is still read by the German lists."""
    was = "Betreuung von 12 Patienten pro Schicht auf einer Station"
    assert line(was, "Pro Schicht auf einer Station 12 Patienten betreut", "nl") == []


def test_keys_of_many_spellings() -> None:
    """Case, accents, ligatures and vowel points make no other word."""
    assert tokens.key("Œuvre") == tokens.key("oeuvre")
    assert tokens.key("Łódź") == "lodz"
    assert tokens.key(tokens.normal("مُدَرِّس")) == tokens.key("مدرس")
    assert tokens.normal("ﬁx\u200b ½ ١٢") == "fix 1⁄2 12"
