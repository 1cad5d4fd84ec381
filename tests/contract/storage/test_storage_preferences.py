"""What a person has set stays until they set it anew, and goes with them."""

import pytest

from storage import errors, people, preferences
from storage.database import Database
from storage.preferences import Layout, Preferences, Quality

ADA, BOB = 5550100, 5550101


async def test_settings_are_kept(db: Database) -> None:
    """The last word counts; who has set nothing has the defaults."""
    await people.meet(db, ADA, "en")
    assert await preferences.get(db, ADA) == Preferences()
    await preferences.put(db, ADA, Preferences("es", Quality.BEST, Layout.CLEAN, 7))
    chosen = Preferences("pt", Quality.BEST, Layout.OWN)
    await preferences.put(db, ADA, chosen)
    assert await preferences.get(db, ADA) == chosen
    assert await preferences.get(db, BOB) == Preferences()


async def test_only_those_who_chose_have_a_retention(db: Database) -> None:
    """The others' files are kept as long as the operator says."""
    for person, days in ((ADA, None), (BOB, 7)):
        await people.meet(db, person, "en")
        await preferences.put(db, person, Preferences(retention=days))
    assert await preferences.retentions(db) == {BOB: 7}


async def test_settings_go_with_the_person(db: Database) -> None:
    """After a forgetting there are defaults again, and no day less than one is taken."""
    with pytest.raises(errors.Missing):
        await preferences.put(db, ADA, Preferences("es"))
    await people.meet(db, ADA, "en")
    with pytest.raises(ValueError, match="a day at least"):
        await preferences.put(db, ADA, Preferences(retention=0))
    await preferences.put(db, ADA, Preferences("es", retention=7))
    await people.forget(db, ADA)
    assert await preferences.get(db, ADA) == Preferences()
    assert await preferences.retentions(db) == {}
