"""DOC: Word's old format, read by its structure."""

from pathlib import Path

import pytest

from benchmarks import truth
from documents import doc, reader
from documents.errors import Damaged, DocumentError
from documents.resume import Kind

SAMPLE = Path(__file__).parents[2] / "benchmarks" / "samples" / "old_word.doc"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


def test_the_sample_is_read_right() -> None:
    """Header, body, table, lists and footer are read; white, tiny and hidden text is not used."""
    found = reader.read(SAMPLE.read_bytes())
    score = truth.score(truth.load(SAMPLE.with_name("old_word.truth.json")), found)
    assert score.missed == []
    assert score.hidden == 0
    assert [notice.kind for notice in found.warnings] == ["white", "tiny"]
    assert found.resume.of(Kind.NAME)[0].text == "Ada Example"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is absent")
def test_a_text_box_is_a_region() -> None:
    """A text box is read apart from the body."""
    found, _ = doc.read((CORPUS / "layouts" / "tbox.doc").read_bytes())
    assert {line.region for line in found} == {"body", "box 1"}


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.read_bytes()[:3000],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 50,
    ],
)
def test_a_bad_file_is_refused(data: bytes) -> None:
    """A file cut short, or without a content, is refused."""
    with pytest.raises(DocumentError):
        reader.read(data)
    with pytest.raises(Damaged):
        doc.read(data)


def test_nodes_of_every_kind() -> None:
    """Nested lists, boxes, unknown nodes and shaded cells are walked."""
    walk = doc._Walk()
    text = {"type": "paragraph", "content": [{"type": "text", "text": "inner", "bold": True}]}
    item = {"content": [text, text], "nested": {"type": "list", "items": [{"content": [text]}]}}
    white = {"type": "text", "text": "white", "color": [255, 255, 255]}
    walk.blocks(
        [
            {"type": "list", "items": [item]},
            {"type": "text_box", "content": [{"type": "paragraph", "content": [white]}]},
            {"type": "paragraph", "shading": {}, "content": [white]},
            {"type": "page_break"},
            {"type": "paragraph", "content": []},
            {"type": "heading", "level": 2, "content": [{"type": "text", "text": "Skills"}]},
        ]
    )
    assert [(line.text, line.bullet, line.region, line.level) for line in walk.found] == [
        ("inner", True, "body", 0),
        ("inner", False, "body", 0),
        ("inner", True, "body", 0),
        ("white", False, "box 1", 0),
        ("white", False, "body", 0),
        ("Skills", False, "body", 2),
    ]
    assert walk.found[-1].gap
    assert walk.found[0].bold
