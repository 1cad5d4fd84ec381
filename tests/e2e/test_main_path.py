"""The main job: a résumé and a post go in as messages, the tailored DOCX comes back."""

import io
from pathlib import Path

import docx
import pytest

from documents import reader
from documents.resume import Kind

PATIENCE = 60.0
PDF = Path(__file__).parents[2] / "examples" / "resume.pdf"


def facts(data, name="resume.docx"):
    """The facts of a file, as texts by kind."""
    resume = reader.read(data, name).resume
    return {kind: {fact.text for fact in resume.of(kind)} for kind in Kind}


def send_resume(person, how, resume):
    """Send the example résumé as a file of some kind, or paste it."""
    text = reader.read(resume, "resume.docx").text
    match how:
        case "docx":
            person.send_document(resume, "resume.docx", "application/octet-stream")
        case "txt":
            person.send_document(text.encode(), "resume.txt", "text/plain")
        case "md":
            person.send_document(text.encode(), "resume.md", None)
        case "pdf":
            person.send_document(PDF.read_bytes(), "resume.pdf", "application/pdf")
        case "pasted":
            person.paste(text)


def send_posting(person, how, posting):
    match how:
        case "text":
            person.send(posting) if len(posting) <= 4096 else person.paste(posting)
        case "file":
            person.send_document(posting.encode(), "job.txt", "text/plain")
        case "forwarded":
            person.forward(posting[:4000])


@pytest.mark.parametrize(
    ("resume_as", "posting_as"),
    [
        ("docx", "text"),
        ("txt", "file"),
        ("pdf", "text"),
        ("pasted", "forwarded"),
        ("md", "file"),
    ],
)
async def test_a_resume_and_a_post_become_a_tailored_docx(
    bot, ada, resume, posting, agree, resume_as, posting_as
):
    """Whatever the way in, a DOCX comes back that opens and keeps every role, date and degree."""
    send_resume(ada, resume_as, resume)
    await ada.chat.wait_for_text("Résumé", timeout=PATIENCE)
    send_posting(ada, posting_as, posting)
    await agree(ada)
    delivered = await ada.chat.wait_for_document(timeout=PATIENCE)
    file = delivered.document.data
    assert docx.Document(io.BytesIO(file)).paragraphs
    before, after = facts(resume), facts(file)
    for kind in (Kind.TITLE, Kind.EMPLOYER, Kind.DATES, Kind.DEGREE, Kind.SCHOOL):
        assert before[kind] <= after[kind], kind
    assert before[Kind.BULLET] != after[Kind.BULLET]
    assert not delivered.silent
    assert "line" in delivered.text
    assert delivered.document.name.isascii()
    [folder] = bot.exports.iterdir()
    assert (folder / "resume.docx").read_bytes() == file
