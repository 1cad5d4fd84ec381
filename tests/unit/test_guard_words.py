"""One word in another form is no invention; what only looks like one still is."""

import pytest

from agents import ablaut, disguise
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
