"""The résumé on file: sent back, used again, replaced and forgotten."""

from dataclasses import replace

import pytest

from bot import intake
from documents import reader, reading
from storage import applications, desks, errors, exports, resumes
from tests.contract import personal_stage
from tests.contract.personal_stage import EXAMPLES


@pytest.fixture
async def stage(tmp_path):
    """A bot with the person's commands, and Ada, who has started it."""
    async with personal_stage.serve(tmp_path) as it:
        yield it


async def test_the_resume_on_file_comes_back_and_goes(stage):
    """Byte for byte as it was sent; forgotten with what was made of it, and off the table."""
    made = await stage.deliver()
    [filed] = await stage.command("resume")
    assert "Maya Example" in filed.text
    assert "as resume.docx" in filed.text
    assert filed.labels == ["📤 Send it back", "Replace", "Forget it"]
    await stage.press("📤 Send it back", filed)
    back = stage.ada.chat.from_bot[-1].document
    assert (back.data, back.name) == ((EXAMPLES / "resume.docx").read_bytes(), "resume.docx")
    await stage.press("Forget it", filed)
    assert "the 1 application made with it" in filed.text
    await stage.press("Keep it", filed)
    assert "Maya Example" in filed.text
    await stage.press("Forget it", filed)
    await stage.press("Delete it", filed)
    assert "is deleted" in filed.text
    assert stage.engine.forgotten == [made.id]
    assert exports.owned(stage.services.exports) == []
    assert (await desks.get(stage.db, stage.ada.id)).resume is None
    [none] = await stage.command("resume")
    assert "no résumé of yours" in none.text
    [none] = await stage.command("last")
    assert "no document yet" in none.text


async def test_a_resume_that_made_nothing_goes_alone(stage):
    """And the question says no more than that."""
    id = await stage.file()
    [filed] = await stage.command("resume")
    await stage.press("Forget it", filed)
    assert "This deletes your résumé. Nobody" in filed.text
    await stage.press("Delete it", filed)
    assert await resumes.get(stage.db, id) is None
    assert "expired" in await stage.press(f"v1:cv-see:{id}", filed, forged=True)


async def test_a_post_taken_for_a_resume_is_no_resume_on_file(stage):
    """Once the person says what it is; a résumé that made something stays."""
    post = await stage.file()
    desk = await desks.get(stage.db, stage.ada.id)
    await intake.correct_to_posting(stage.services, desk, post)
    desk = await desks.get(stage.db, stage.ada.id)
    assert (desk.resume, desk.posting is None) == (None, False)
    [none] = await stage.command("resume")
    assert "no résumé of yours" in none.text
    made = await stage.deliver()
    desk = await desks.get(stage.db, stage.ada.id)
    await intake.correct_to_posting(stage.services, desk, made.resume)
    assert await applications.get(stage.db, made.id) == made
    assert await resumes.get(stage.db, made.resume) is not None


async def test_a_resume_is_used_again_or_replaced(stage):
    """Off the table it is still on file; the next file takes its place when asked for."""
    id = await stage.file()
    desk = await desks.get(stage.db, stage.ada.id)
    await desks.put(stage.db, replace(desk, resume=None))
    [filed] = await stage.command("resume")
    await stage.press("Use it", filed)
    assert (await desks.get(stage.db, stage.ada.id)).resume == id
    assert "job post" in stage.ada.chat.from_bot[-1].text
    await stage.press("Replace", filed)
    assert (await desks.get(stage.db, stage.ada.id)).asked == "resume"
    assert "new résumé" in filed.text


async def test_trouble_while_forgetting_is_told(stage):
    """And the button can be pressed again, for nothing was deleted by halves."""
    id = await stage.file()
    stage.engine.trouble = errors.Unavailable("busy")
    [filed] = await stage.command("resume")
    await stage.press("Forget it", filed)
    await stage.press("Delete it", filed)
    assert "can't be reached" in filed.text
    assert await resumes.get(stage.db, id) is not None


async def test_a_pasted_resume_comes_back_as_text(stage):
    """It has no name of its own."""
    text = "Ada Example\nExperience\nClerk, Acme, 2019-2024\nFiled letters."
    read = reading.dump(reader.read(text.encode(), ""))
    await resumes.add(stage.db, stage.ada.id, "", read, text.encode(), "txt", 1)
    [filed] = await stage.command("resume")
    assert "as text" in filed.text
    await stage.press("📤 Send it back", filed)
    back = stage.ada.chat.from_bot[-1].document
    assert (back.data.decode(), back.name) == (text, "resume.txt")
