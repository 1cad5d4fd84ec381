"""Whatever the model does, the person gets a document, and hears how it was made."""

import io

import docx
import pytest
import pytest_asyncio

from sandbox import model as models

PATIENCE = 100.0

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def model():
    """One model, told to fail anew by each test."""
    async with models.serve() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(telegram, model, tmp_path_factory, bot_process):
    """One bot that lives through all of it."""
    running = await bot_process(tmp_path_factory.mktemp("bot"), telegram, model).start()
    yield running
    await running.stop()
    assert "Traceback" not in running.read()


async def tailor(person, resume, posting, agree):
    """Send both files, press Start, and wait for what comes."""
    person.send_document(resume, "resume.docx")
    await person.chat.wait_for_button("Cancel", timeout=PATIENCE)
    person.send_document(posting.encode(), "posting.txt")
    await agree(person)
    return await person.chat.wait_for_document(timeout=PATIENCE)


FAULTS = (
    "401 402 404 429 500 reset cut silent_end error_event length "
    "invalid_json off_schema refusal empty"
)


@pytest.mark.parametrize("kind", FAULTS.split())
async def test_a_model_that_always_fails_is_replaced_by_rules(
    bot, model, ada, resume, posting, agree, kind
):
    """The document comes all the same, and its caption says that no model had a part in it."""
    model.script.clear()
    model.fault(kind)
    delivered = await tailor(ada, resume, posting, agree)
    assert docx.Document(io.BytesIO(delivered.document.data)).paragraphs
    assert "rules did the rest" in delivered.text or "your own words" in delivered.text


@pytest.mark.parametrize("agent", ["resume_optimization", "implementation", "validation"])
async def test_an_agent_that_fails_alone_is_replaced_alone(
    bot, model, ada, resume, posting, agree, agent
):
    """The other agents keep their model; the caption says that rules helped out."""
    model.script.clear()
    model.fault("refusal", agent=agent)
    delivered = await tailor(ada, resume, posting, agree)
    assert "rules did the rest" in delivered.text
