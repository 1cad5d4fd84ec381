"""Every reader used once on a page of our own, so that what is forked afterwards need not load.

Nothing here may start a thread: a forked child would wait for it for ever. So what sets pages
(rdocx, typst) is loaded, and not run.
"""

import importlib

from documents import edits as editing
from documents import pages, reader, reading, resume, writer
from documents.edits import Edit, Op
from documents.resume import Kind

TEXT = """Ada Example
ada@example.com | +1 555 0100 | Leeds

Experience
Engineer, Example Works, Leeds, Jan 2019 - Present
- Built 4 services in Python.

Skills
Python, SQL
"""
_PDF = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length %d>> stream
%s
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
"""


def warm() -> None:
    """Read and write small files of the commonest formats, and draw a page."""
    text = TEXT.encode()
    found = reader.read(text, "resume.txt").resume
    docx = writer.render(text, "txt", found, ())
    found = reader.read(docx, "resume.docx").resume
    bullets = found.of(Kind.BULLET)
    plan = [Edit(Op.REWRITE, fact.id, f"{fact.text} So.", cites=(fact.id,)) for fact in bullets]
    facts, plan_again = resume.load(resume.dump(found)), editing.load(editing.dump(plan))
    writer.render(docx, "docx", facts, plan_again)
    reading.load(reading.dump(reader.read(pdf(TEXT), "resume.pdf")))
    pages.paint(pdf(TEXT))
    importlib.import_module("rdocx")


def pdf(text: str) -> bytes:
    """A PDF of one page with the lines of *text*, which is ASCII without brackets."""
    shown = "".join(f"({line}) Tj T*\n" for line in text.splitlines())
    stream = f"BT /F 11 Tf 14 TL 72 720 Td\n{shown}ET".encode()
    return _PDF % (len(stream), stream)
