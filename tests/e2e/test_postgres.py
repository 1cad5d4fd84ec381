"""The same bot on PostgreSQL: the main job, and a kill on the way."""

import psycopg
import pytest

from agents.values import Agent
from tests import postgres

PATIENCE = 60.0

server = postgres.server


@pytest.fixture
def url(server):
    """The URL of an empty database."""
    with psycopg.connect(host=str(server), user="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE bot")
    return f"postgresql+psycopg://postgres@/bot?host={server}"


async def test_a_kill_on_postgresql_costs_nothing(
    start_bot, model, ada, resume, posting, agree, url
):
    """Updates, records and checkpoints are there; the second process ends what the first began."""
    model.fault("hang", agent=Agent.POLISH, times=1)
    bot = await start_bot(model, quiet=False, DATABASE_URL=url)
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)

    def polishing(calls):
        return [call for call in calls if call.agent == Agent.POLISH]

    await model.log.until(polishing, PATIENCE)
    await bot.kill()
    await start_bot(model, DATABASE_URL=url)
    await ada.chat.wait_for_document(timeout=PATIENCE)
    agents = [call.agent for call in model.calls]
    assert agents.count(Agent.JOB_ANALYSIS) == agents.count(Agent.RESUME_OPTIMIZATION) == 1
    assert agents.count(Agent.POLISH) == 2
    assert not list(bot.data.glob("applications.db*"))
