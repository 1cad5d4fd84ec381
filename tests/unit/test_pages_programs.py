"""The programs that draw pages: what reaches them, and what comes of it when they fail."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import child, container, converters, office, pages
from documents.programs import Program
from tests.unit.docx_samples import files, replace
from tests.unit.page_samples import ARABIC, LIGHT, PLAIN, SHORT, WITHOUT_OFFICE
from tests.unit.page_samples import text as _text

ROOT = Path(__file__).parents[2]
needs_office = pytest.mark.skipif(not office.find(), reason="LibreOffice is not installed")


def _with_link(data: bytes, kind: str, target: str, body: str) -> bytes:
    parts = files(data)
    rels = "word/_rels/document.xml.rels"
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    away = f'Target="{target}" TargetMode="External"'
    link = f'<Relationship Id="away" Type="{space}/{kind}" {away}/>'
    changed = parts[rels].decode().replace("</Relationships>", f"{link}</Relationships>")
    text = parts["word/document.xml"].decode().replace("<w:sectPr/>", f"{body}<w:sectPr/>")
    return replace(data, {rels: changed.encode(), "word/document.xml": text.encode()})


def _linked_picture(url: str) -> bytes:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="p"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:link="away"/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    return _with_link(SHORT, "image", url, drawing)


def test_nothing_that_a_file_points_to_reaches_a_program() -> None:
    """Links to other files are cut before, those that a reader may click stay."""
    data = _linked_picture("http://127.0.0.1:9/x.png")
    kept = converters.harmless(data, container.check(data))
    assert b"127.0.0.1" in b"".join(files(data).values())
    assert b"127.0.0.1" not in b"".join(files(kept).values())
    linked = _with_link(SHORT, "hyperlink", "https://example.com/ada", "")
    kept = converters.harmless(linked, container.check(linked))
    assert b"https://example.com/ada" in b"".join(files(kept).values())


def test_a_document_within_the_document_makes_no_picture() -> None:
    """Its text is not read and most programs leave it out, so nobody could tell."""
    data = _with_link(SHORT, "aFChunk", "part.html", '<w:altChunk r:id="away"/>')
    assert pages.draw(data, WITHOUT_OFFICE) is None


async def test_a_child_draws_and_converts() -> None:
    """The same comes from the limited process, one program after the other."""
    assert await child.draw(SHORT, LIGHT) == pages.draw(SHORT, LIGHT)
    pdf = await child.convert(ARABIC, LIGHT)
    assert pdf is None
    assert _text(await child.convert(SHORT, WITHOUT_OFFICE)).startswith("Ada Example")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", SHORT[: len(SHORT) // 2]])
async def test_a_broken_file_has_no_picture(data: bytes) -> None:
    """Nothing is raised: the message goes out without a picture."""
    assert await child.draw(data, WITHOUT_OFFICE) is None
    assert await child.convert(data, PLAIN) is None


def _fake(folder: Path, script: str) -> dict[str, str]:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}


async def test_a_child_that_dies_makes_room_for_the_next_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that is killed is no more than a program without an answer."""
    monkeypatch.setenv("PATH", _fake(tmp_path, "kill -9 $PPID")["PATH"])
    assert await child.draw(SHORT, [Program.OFFICE]) is None
    assert await child.draw(SHORT, [Program.OFFICE, Program.LIGHT]) is not None


ALONE = """
import sys
sys.path.insert(0, {root!r})
from documents import office
office.WALL = {wall}
made = office.convert(sys.stdin.buffer.read())
sys.stdout.buffer.write(b"none" if made is None else made)
"""


def _convert(docx: bytes, env: dict[str, str], wall: float = office.WALL) -> bytes:
    """What LibreOffice makes in a process of its own, which gives up its network."""
    script = ALONE.format(root=str(ROOT), wall=wall)
    command = [sys.executable, "-c", script]
    return subprocess.run(command, input=docx, env=env, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("script", "made"),
    [
        ("exit 1", b"none"),
        ("exit 0", b"none"),
        ("exec sleep 9", b"none"),
        ('for last; do :; done; cp "$last" "${last%.docx}.pdf"', b"the file"),
        ('grep -q Untrusted profile/user/*.xcu && echo yes > "$HOME/resume.pdf"', b"yes\n"),
        ('test -z "$TELEGRAM_BOT_TOKEN" && echo clean > "$HOME/resume.pdf"', b"clean\n"),
    ],
    ids=["fails", "writes nothing", "hangs", "converts", "has its profile", "knows no secrets"],
)
def test_libreoffice_is_asked_once_and_may_fail(tmp_path: Path, script: str, made: bytes) -> None:
    """What goes wrong with it is no more than a missing PDF."""
    env = _fake(tmp_path, script) | {"TELEGRAM_BOT_TOKEN": "secret"}
    assert _convert(b"the file", env, wall=0.5) == made


def test_where_libreoffice_is_missing_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setenv("PATH", "")
    assert office.find() == ""
    assert office.convert(SHORT) is None


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server on loopback, and the paths that it was asked for."""
    asked: list[str] = []

    class Note(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.client_address[0])

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Note)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/x.png", asked
    server.shutdown()
    server.server_close()
    thread.join()


@needs_office
def test_libreoffice_fetches_nothing(listener: tuple[str, list[str]]) -> None:
    """Even a link that was not cut before is not followed."""
    url, asked = listener
    made = _convert(_linked_picture(url), dict(os.environ))
    assert made.startswith(b"%PDF-")
    assert asked == []


@needs_office
async def test_libreoffice_draws_in_a_child() -> None:
    """Where it is installed it goes first, within limits of its own, and leaves nothing behind."""
    pdf = await child.convert(SHORT, [Program.OFFICE])
    assert "Ada Example" in _text(pdf)


async def test_a_program_that_is_not_installed_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No child is started for it."""
    monkeypatch.setenv("PATH", "")
    assert await child.draw(SHORT, [Program.OFFICE]) is None
    assert await child.draw(SHORT, [Program.OFFICE, Program.LIGHT]) is not None
