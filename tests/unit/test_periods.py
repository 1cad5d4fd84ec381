"""Dates of roles in one format, in the person's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import dates, periods


@pytest.mark.parametrize(
    ("written", "even"),
    [
        (["Mar 2019 – May 2021", "Jun 2021 – now"], ["Mar 2019 – May 2021", "Jun 2021 – now"]),
        (["Mar 2019 - May 2021", "Jun 2021 to now"], ["Mar 2019 – May 2021", "Jun 2021 – now"]),
        (["2014/2019", "2019 bis heute"], ["2014 – 2019", "2019 – heute"]),
        (["2015年4月 〜 2019年3月", "2019年4月～現在"],
         ["2015年4月 – 2019年3月", "2019年4月 – 現在"]),
        (["Da marzo 2017 a oggi", "Giugno 2011 - maggio 2012"],
         ["marzo 2017 – oggi", "Giugno 2011 – maggio 2012"]),
        (["04/2019 - 05/2020", "June 2020 – Present", "May 2018"],
         ["04/2019 – 05/2020", "06/2020 – Present", "05/2018"]),
        (["Mar 2016 - Exp. Jun 2017", "2012 to 2013"], ["Mar 2016 - Exp. Jun 2017", "2012 – 2013"]),
        (["Sep 2013", "Mar 2011 - Oct 2011"], ["Sep 2013", "Mar 2011 - Oct 2011"]),
        (["some time ago", "2011 to 2012", "2013-2014"],
         ["some time ago", "2011 – 2012", "2013 – 2014"]),
        ([], []),
    ],
)  # fmt: skip
def test_one_format_for_all(written: list[str], even: list[str]) -> None:
    """Only what joins the ends changes; words for months become numbers where numbers are too."""
    assert periods.even(written) == even


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mar 2019 – May 2021", ("Mar 2019", " – ", "May 2021")),
        ("с марта 2019 по май 2021", ("марта 2019", " по ", "май 2021")),
        ("2019 bis heute", ("2019", " bis ", "heute")),
        ("May 2021", None),
        ("since 2019", None),
        ("at sea", None),
    ],
)
def test_the_parts_of_a_period(text: str, parts: tuple[str, str, str] | None) -> None:
    """A period is cut into its beginning, its end, and what joins them."""
    assert periods.split(text) == parts


MOMENTS = st.sampled_from(["Mar 2019", "03/2019", "2019", "März 2019", "May 2021", "12/2021"])
JOINTS = st.sampled_from([" – ", "-", " to ", " bis ", "/"])


@given(st.lists(st.builds("{}{}{}".format, MOMENTS, JOINTS, st.sampled_from(["now", "2022"]))))
def test_no_date_is_changed(written: list[str]) -> None:
    """However it is written afterwards, each period begins and ends when it did."""
    for old, new in zip(written, periods.even(written), strict=True):
        before, after = dates.parse(old), dates.parse(new)
        if before is None:
            assert new == old
        else:
            assert after is not None
            assert (after.since, after.until, after.open) == (
                before.since, before.until, before.open,
            )  # fmt: skip
