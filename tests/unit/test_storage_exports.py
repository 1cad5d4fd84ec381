"""Exports land whole, inside their root, in a folder that is one application's."""

import asyncio
import errno
import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from storage import errors, exports, moment
from storage.versions import Version

FILES = {"resume.docx": b"PK one", "changes.json": b"{}"}
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


def names(folder: Path, pattern: str = "*") -> list[str]:
    return [path.name for path in folder.glob(pattern)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name[0] != "."}


async def test_files_are_written_into_a_named_folder(tmp_path: Path) -> None:
    """exports/<company>_<title>/ with the files, and the application's id in the marker."""
    folder = await exports.save(tmp_path / "exports", "Acme Ltd.", "Data Engineer", FILES, 7)
    assert folder == tmp_path / "exports" / "Acme-Ltd_Data-Engineer"
    assert contents(folder) == FILES
    assert (folder / exports.MARKER).read_text() == "7"
    assert names(tmp_path, "**/*.partial") == []


async def test_the_same_application_gets_its_folder_again(tmp_path: Path) -> None:
    """Saved again, files are replaced and others stay."""
    first = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    again = await exports.save(tmp_path, "Acme", "Engineer", {"resume.docx": b"PK two"}, 7)
    assert again == first
    assert contents(first) == {"resume.docx": b"PK two", "changes.json": b"{}"}


async def test_another_application_gets_another_folder(tmp_path: Path) -> None:
    """Same company and title: _2, _3, and each keeps its own."""
    save = exports.save
    made = [await save(tmp_path, "Acme", "Engineer", FILES, owner) for owner in (7, 8, 9)]
    assert [path.name for path in made] == ["Acme_Engineer", "Acme_Engineer_2", "Acme_Engineer_3"]
    assert await save(tmp_path, "Acme", "Engineer", FILES, 8) == made[1]
    assert names(tmp_path, ".application-*") == []


async def test_owners_at_once_get_a_folder_each(tmp_path: Path) -> None:
    """Claimed at the same time by many, no folder is claimed twice."""
    saves = (exports.save(tmp_path, "Acme", "Engineer", FILES, owner) for owner in range(8))
    assert len(set(await asyncio.gather(*saves))) == 8


async def test_what_stands_in_the_way_stays(tmp_path: Path) -> None:
    """A file, a link and a folder without a marker are not ours to write into."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / exports.MARKER).write_text("7")
    root = tmp_path / "exports"
    (root / "Acme_Engineer_3").mkdir(parents=True)
    (root / "Acme_Engineer_3" / "notes.txt").write_text("mine")
    (root / "Acme_Engineer").write_text("a file")
    (root / "Acme_Engineer_2").symlink_to(outside, target_is_directory=True)
    folder = await exports.save(root, "Acme", "Engineer", FILES, 7)
    assert folder.name == "Acme_Engineer_4"
    assert contents(outside) == {}


@pytest.mark.parametrize(
    ("company", "title", "wanted"),
    [
        ("", "", "company_job"),
        ("../../etc", "passwd", "etc_passwd"),
        ("..", "...", "company_job"),
        ("/", "\\\\server\\share", "company_server-share"),
        ("CON", "", "CON_job"),
        ("con.", "x", "con_x"),
        ("nul.txt", "x", "_nul.txt_x"),
        ("A\x00B\u202eC", "x\ny", "A-B-C_x-y"),
        ("Ａｃｍｅ", "Ⅷ", "Acme_VIII"),
        ("株式会社", "エンジニア", "株式会社_エンジニア"),
        (".application", "x", "application_x"),
    ],
)
def test_names_are_made_safe(company: str, title: str, wanted: str) -> None:
    """Separators, control characters, reserved words and dots lead nowhere."""
    assert exports.name(company, title) == wanted


@given(company=words, title=words)
@examples(max_examples=50)
def test_any_name_is_safe(company: str, title: str) -> None:
    """Whatever a posting says: one plain name of at most 80 bytes with its suffix."""
    name = exports.name(company, title)
    assert 0 < len(f"{name}_999".encode()) <= 80
    assert Path(name).name == name
    assert not name.startswith((".", "-"))
    assert name.isprintable()


async def test_file_names_are_made_safe(tmp_path: Path) -> None:
    """A file cannot leave its folder, take the marker's place or be nameless."""
    files = {"../../x.docx": b"1", exports.MARKER: b"2", "": b"3", "CON.docx": b"4", "a" * 99: b"5"}
    folder = await exports.save(tmp_path / "e", "Acme", "Engineer", files, 7)
    expected = {"x.docx", "file.application", "file", "_CON.docx", "a" * 80}
    assert contents(folder).keys() == expected
    assert (folder / exports.MARKER).read_text() == "7"
    assert names(tmp_path) == ["e"]


async def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    """Neither is lost in silence: nothing is written."""
    with pytest.raises(ValueError, match="same name"):
        await exports.save(tmp_path / "e", "Acme", "Engineer", {"a/b": b"1", "a\\b": b"2"}, 7)
    assert names(tmp_path) == []


async def test_a_crash_while_claiming_is_made_good(tmp_path: Path) -> None:
    """What a crash left of claiming and writing is used up the next time."""
    left = tmp_path / ".application-7"
    left.mkdir()
    (left / f".{exports.MARKER}.partial").write_bytes(b"")
    folder = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    assert contents(folder) == FILES
    assert names(tmp_path) == ["Acme_Engineer"]


async def test_folders_are_removed_by_their_owner(tmp_path: Path) -> None:
    """And only those that have one: what a person put there stays."""
    for owner in (7, 8, 9):
        await exports.save(tmp_path / "e", "Acme", "Engineer", FILES, owner)
    (tmp_path / "e" / "mine").mkdir()
    (tmp_path / "e" / "odd").mkdir()
    (tmp_path / "e" / "odd" / exports.MARKER).write_text("seven")
    assert [owner for owner, _ in exports.owned(tmp_path / "e")] == [7, 8, 9]
    assert await exports.remove(tmp_path / "e", {7, 9, 11}) == 2
    assert sorted(names(tmp_path / "e")) == ["Acme_Engineer_2", "mine", "odd"]
    assert await exports.remove(tmp_path / "nowhere", {7}) == 0


def document(folder: str, data: bytes = FILES["resume.docx"]) -> Version:
    """Document 1 of application 7, as the database remembers it."""
    digest = hashlib.sha256(data).hexdigest()
    return Version(7, 1, "[]", digest, folder, "", moment.now())


async def test_a_document_is_read_as_it_was_made(tmp_path: Path) -> None:
    """From its application's folder, and only the bytes that were made."""
    folder = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    made = document(folder.name)
    assert await exports.read(tmp_path, made, "resume.docx") == FILES["resume.docx"]
    await exports.save(tmp_path, "Acme", "Engineer", {"resume.docx": b"PK two"}, 7)
    with pytest.raises(errors.Gone, match="not what was made"):
        await exports.read(tmp_path, made, "resume.docx")


async def test_anothers_folder_is_never_read(tmp_path: Path) -> None:
    """Freed and claimed anew, a folder is the next application's, even with the same bytes."""
    folder = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    await exports.prune(tmp_path, moment.now() + timedelta(seconds=9))
    with pytest.raises(errors.Gone):
        await exports.read(tmp_path, document(folder.name), "resume.docx")
    assert await exports.save(tmp_path, "Acme", "Engineer", FILES, 8) == folder
    with pytest.raises(errors.Gone):
        await exports.read(tmp_path, document(folder.name), "resume.docx")


@pytest.mark.parametrize("folder", ["", ".", "..", "../out", "nowhere"])
async def test_documents_are_read_inside_the_root_only(tmp_path: Path, folder: str) -> None:
    """Whatever a row says."""
    await exports.save(tmp_path, "out", "x", FILES, 7)
    (tmp_path / "out_x").rename(tmp_path / "out")
    with pytest.raises(errors.Gone):
        await exports.read(tmp_path / "root", document(folder), "resume.docx")


async def test_a_file_that_is_missing_is_gone(tmp_path: Path) -> None:
    """Its folder is there, it is not."""
    folder = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    with pytest.raises(errors.Gone):
        await exports.read(tmp_path, document(folder.name), "resume-2.docx")


async def test_old_folders_go(tmp_path: Path) -> None:
    """Those that nothing was written to for as long as is set."""
    old = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    new = await exports.save(tmp_path, "Acme", "Engineer", FILES, 8)
    now = moment.now()
    then = (now - timedelta(days=40)).timestamp()
    os.utime(old, (then, then))
    assert await exports.prune(tmp_path, now - timedelta(days=30)) == [7]
    assert names(tmp_path) == [new.name]


async def test_folders_of_unknown_applications_are_set_aside(tmp_path: Path) -> None:
    """With their files; others stay, and so does what a person put there."""
    root, aside = tmp_path / "e", tmp_path / "aside" / "1"
    for owner in (7, 8):
        await exports.save(root, "Acme", "Engineer", FILES, owner)
    (root / "mine").mkdir()
    assert await exports.set_aside(root, {7}, aside) == 1
    assert sorted(names(root)) == ["Acme_Engineer", "mine"]
    assert contents(aside / "Acme_Engineer_2") == FILES
    assert await exports.set_aside(root, {7}, aside) == 0


async def test_a_claim_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A name too long for the disk is no other application's: told, not numbered for ever."""
    root = tmp_path / "e"
    root.mkdir()
    await exports.save(root, "Acme", "Engineer", FILES, 7)
    with pytest.raises(OSError, match="long"):
        exports.claim(root, "x" * 300, 8)
    assert names(root) == ["Acme_Engineer"]


async def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """Trouble that another name would not cure is told, not tried again for ever."""
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        await exports.save(tmp_path / "file", "Acme", "Engineer", FILES, 7)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
async def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """No space left is Full, and leaves no half file behind."""
    folder = await exports.save(tmp_path, "Acme", "Engineer", FILES, 7)
    (folder / ".resume.docx.partial").symlink_to("/dev/full")
    with pytest.raises(errors.Full) as trouble:
        await exports.save(tmp_path, "Acme", "Engineer", {"resume.docx": b"PK two"}, 7)
    assert isinstance(trouble.value.__cause__, OSError)
    assert trouble.value.__cause__.errno == errno.ENOSPC
    assert contents(folder) == FILES
    assert names(folder, "*.partial") == []
