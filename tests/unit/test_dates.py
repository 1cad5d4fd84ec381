"""Dates and periods are found in thirteen languages, whole and at their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import dates

PERIODS = [
    ("Mar 2021 – Present", "2021-03", "", True),
    ("2019 to now", "2019", "", True),
    ("2014/2019", "2014", "2019", False),
    ("04/2021 - Present", "2021-04", "", True),
    ("January 20XX - Current", "20XX-01", "", True),
    ("2019-21", "2019", "2021", False),
    ("Jan '19 - Feb '20", "2019-01", "2020-02", False),
    ("May – Aug 2019", "2019-05", "2019-08", False),
    ("2015.09-2019.06", "2015-09", "2019-06", False),
    ("Mar. 2016 - Exp. Jun. 2017", "2016-03", "2017-06", False),
    ("March 2020-", "2020-03", "", True),
    ("2020 present", "2020", "", True),
    ("04/2018 – heute", "2018-04", "", True),
    ("seit 03/2020", "2020-03", "", True),
    ("Aug. 2020 bis dato", "2020-08", "", True),
    ("janvier 2019 à aujourd'hui", "2019-01", "", True),
    ("du 2 mai 2019 au 4 juin 2020", "2019-05", "2020-06", False),
    ("septiembre de 2018 – actualidad", "2018-09", "", True),
    ("fev 2019 – atual", "2019-02", "", True),
    ("Da marzo 2017 a oggi", "2017-03", "", True),
    ("05.2019 – obecnie", "2019-05", "", True),
    ("od 2018 do 2020", "2018", "2020", False),
    ("березень 2020 — дотепер", "2020-03", "", True),
    ("с мая 2015 по июнь 2018", "2015-05", "2018-06", False),
    ("апрель 2019 — по настоящее время", "2019-04", "", True),
    ("с 2019 г. по н.в.", "2019", "", True),
    ("يناير 2019 – حتى الآن", "2019-01", "", True),
    ("מרץ 2020 - היום", "2020-03", "", True),
    ("2019年4月 〜 現在", "2019-04", "", True),
    ("2019年3月至今", "2019-03", "", True),
    ("2015/4 – 2018/3", "2015-04", "2018-03", False),
]
SINGLE = [
    ("2017", "2017"),
    ("Sept 2018", "2018-09"),
    ("May 5, 2020", "2020-05"),
    ("3. Mai 1986", "1986-05"),
    ("31.12.2020", "2020-12"),
    ("2007-08-15", "2007-08"),
    ("2018年4月", "2018-04"),
    ("summer 2023", "2023"),
    ("Graduated 1995", "1995"),
    ("٢٠١٩", "2019"),
    ("2020 März", "2020-03"),
]
NONE = [
    "18,000",
    "630 A",
    "10,2020,5",
    "v2.2018.1",
    "S7-1200",
    "a team of 9",
    "",
    "may",
    "120 – 140",
]


@pytest.mark.parametrize(("text", "since", "until", "open"), PERIODS)
def test_a_period_is_one_whole_date(text: str, since: str, until: str, open: bool) -> None:
    """A period in any of the languages is found whole, with both its ends."""
    found = dates.parse(text)
    assert found is not None
    assert text[found.start : found.end] == text
    assert (found.since, found.until, found.open, found.period) == (since, until, open, True)


@pytest.mark.parametrize(("text", "since"), SINGLE)
def test_a_single_date_has_one_end(text: str, since: str) -> None:
    """A single date is found whole and is no period."""
    found = dates.parse(text)
    assert found is not None
    assert (found.since, found.until, found.period) == (since, "", False)


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_are_no_dates(text: str) -> None:
    """Amounts, versions and models are not taken for dates."""
    assert not dates.find(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nordkyl Transport AB\tMar 2021 – Present", "Mar 2021 – Present"),
        ("Core Member & President at 2013\tJun. 2010 - Jun. 2017", "Jun. 2010 - Jun. 2017"),
        ("Senior Engineer (May 2020 – Dec 2021), Leeds", "May 2020 – Dec 2021"),
    ],
)
def test_what_stands_beside_a_date_is_not_part_of_it(text: str, found: str) -> None:
    """Company forms and years in front of a tab stay out of a date."""
    last = dates.find(text)[-1]
    assert text[last.start : last.end] == found


@pytest.mark.parametrize(
    "text",
    ["2 years 10 months", "(3 yrs)", "1 г. 2 мес.", "5 Jahre", "2 ans et 3 mois", "4 роки", "3年"],
)
def test_a_length_of_time_is_a_duration(text: str) -> None:
    """A length of time is told from a date."""
    assert dates.is_duration(text)
    assert dates.parse(text) is None


def test_more_than_a_date_is_not_parsed_as_one() -> None:
    """A line with words beside its date is not a date."""
    assert dates.parse("Acme, 2019 – 2020") is None
    assert dates.parse("2019 and 2020") is None


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    """Finds lie within the text, in order, and never overlap."""
    end = 0
    for found in dates.find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
