"""Invented résumés as Word files: mixed looks, tables, text boxes, content controls."""

import functools
from pathlib import Path

from documents import writer
from documents.edits import Edit
from documents.resume import Resume
from tests.unit import docx_samples as samples
from tests.unit.docx_samples import box, bullet, cell, control, document, par, run, table

EXAMPLE = Path(__file__).parents[2] / "examples" / "resume.docx"


BOLD, GREY = "<w:b/>", '<w:color w:val="808080"/>'


LINK = (
    '<w:hyperlink w:anchor="x" w:history="1"><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
    "<w:t>www.example.com</w:t></w:r></w:hyperlink>"
)


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


BREAK = "<w:r><w:br/></w:r>"


SAMPLES = {
    "plain": (
        par("Ada Example", style="Title"),
        par("ada@example.com"),
        par("Profile", style="Heading1"),
        par("Driver with ", run("twelve", BOLD), " years on the road."),
        par("Work", style="Heading1"),
        par(run("Driver", BOLD), run("\t2019 – 2021", GREY), style="Heading2"),
        bullet(run("Safety: ", BOLD), "drove 120,000 km without an accident"),
        bullet("Planned routes for ", run("nine", BOLD), " lorries"),
        bullet("Kept the log books, see ", LINK, " for more"),
        bullet("Trained ", FIELD, " colleagues"),
        par("Loader", style="Heading2"),
        bullet("Loaded lorries"),
        bullet("Counted stock every night"),
        par("Skills", style="Heading1"),
        par(run("Vehicles: ", BOLD), "lorry, ", run("van", BOLD), ", forklift"),
        par(run("Papers: ", BOLD), "CMR; ADR; ", run("Carnet ATA", GREY)),
        par("English, Polish"),
    ),
    "boxes": (
        par("Ada Example", style="Title"),
        par("Work", style="Heading1"),
        box(
            par("Driver", style="Heading2"),
            bullet("Drove at night"),
            bullet(run("Drove ", BOLD), "by day"),
            bullet("Slept"),
        ),
        control(bullet("Washed the van"), bullet("Filled the tank")),
        control(bullet("Sold the van")),
        table(
            (cell(par("2019")), cell(bullet("Packed boxes"), bullet("Moved boxes"))),
            (cell(par("2020")), cell(bullet("Counted boxes"))),
        ),
        par(
            '<w:bookmarkStart w:id="1" w:name="a"/>', run("Before the bookmark ends"),
            style="ListBullet",
        ),
        par(run("Behind it"), '<w:bookmarkEnd w:id="1"/>', style="ListBullet"),
        par(run("• Typed one"), BREAK, run("• Typed two", BOLD), BREAK, run("• Typed three")),
        par("• Typed alone"),
        par(
            "Last of its part", style="ListBullet", extra="<w:sectPr><w:cols/></w:sectPr>"
        ),
        par("Skills", style="Heading1"),
        table((cell(par("lorry")), cell(par("van, ", run("bus", BOLD), " • tram")))),
        par("rail"),
    ),
}  # fmt: skip


@functools.cache
def sample(name: str) -> tuple[bytes, Resume]:
    """A Word file and its facts."""
    data = EXAMPLE.read_bytes() if name == "example" else document(*SAMPLES[name])
    return data, samples.read(data)


def edited(name: str, *plan: Edit) -> list[str]:
    """The lines of a sample after edits."""
    data, resume = sample(name)
    return samples.lines(writer.render(data, "docx", resume, plan))


def id_of(name: str, text: str) -> str:
    """The id of the fact of a sample that begins with *text*."""
    return next(fact.id for fact in sample(name)[1].facts if fact.text.startswith(text))
