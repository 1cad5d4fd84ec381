"""A house with all handlers, a real database and a real Telegram in one process."""

import pytest

from tests.contract import front
from tests.contract.admin.house import ADA, EVE, ROOT


@pytest.fixture
async def house(tmp_path):
    """The front with one admin; Ada may use the bot."""
    environ = {"ADMIN_IDS": str(ROOT), "ALLOWED_USER_IDS": str(ADA), "MONTHLY_BUDGET_USD": "50"}
    async with front.serve(tmp_path, **environ) as made:
        yield made


@pytest.fixture
def root(house):
    return house.telegram.person("Root Example", id=ROOT)


@pytest.fixture
def ada(house):
    return house.telegram.person("Ada Example", id=ADA)


@pytest.fixture
def eve(house):
    return house.telegram.person("Eve Sample", id=EVE)
