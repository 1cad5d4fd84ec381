"""What was made, as files for a person to look at: exports/<company>_<title>/resume.docx."""

import asyncio
import errno
import hashlib
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from storage import errors
from storage import files as disk_files
from storage.versions import Version

MARKER = ".application"  # in each folder: the id of the application whose folder it is
_LONGEST = 80  # bytes of a folder's name, with its suffix
_COMPANY = 36
_SUFFIX = 8
_TAKEN = {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR}
_FORBIDDEN = re.compile(r"""[<>:"/\\|?*(),;'&$!`]""")  # by file systems, and shells trip over
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


async def save(
    root: Path, company: str, title: str, files: Mapping[str, bytes], owner: int
) -> Path:
    """Write an application's files into its folder, each whole or not at all; gives the folder.

    The same owner gets the same folder again. Names are made safe; raises ValueError where two
    files would get the same one, and Full.
    """
    return await asyncio.to_thread(_save, root, company, title, files, owner)


async def read(root: Path, made: Version, name: str) -> bytes:
    """The file of a document as it was made.

    Raises Gone where it was cleared away, also where another application has the folder now.
    """
    return await asyncio.to_thread(_read, root, made, name)


async def remove(root: Path, owners: Collection[int]) -> int:
    """Delete the folders of these applications; gives how many there were."""
    gone = [folder for owner, folder in await asyncio.to_thread(owned, root) if owner in owners]
    for folder in gone:
        await asyncio.to_thread(shutil.rmtree, folder)
    return len(gone)


async def set_aside(root: Path, known: Collection[int], aside: Path) -> int:
    """Move the folders of applications that are not known there; gives how many there were."""
    return await asyncio.to_thread(_set_aside, root, known, aside)


async def prune(root: Path, before: datetime, owners: Collection[int] | None = None) -> list[int]:
    """Delete folders that nothing was written to since then; gives whose they were.

    With *owners*, only folders of theirs.
    """
    kept = await asyncio.to_thread(owned, root)
    asked = [each for each in kept if owners is None or each[0] in owners]
    old = [owner for owner, folder in asked if _written(folder) < before]
    await remove(root, old)
    return old


def owned(root: Path) -> list[tuple[int, Path]]:
    """(application, folder) of every folder that is an application's."""
    folders = sorted(root.iterdir()) if root.is_dir() else []
    found = ((_owner(folder), folder) for folder in folders if folder.name[0] != ".")
    return [(owner, folder) for owner, folder in found if owner is not None]


def name(company: str, title: str) -> str:
    """The folder's name, without a suffix: safe on every system, never empty."""
    first = _cut(_clean(company) or "company", _COMPANY)
    room = _LONGEST - _SUFFIX - len(first.encode()) - 1
    return _named_safely(f"{first}_{_cut(_clean(title) or 'job', room)}")


def file_name(given: str) -> str:
    """A file's name with its ending: safe on every system, at most 80 bytes, never empty."""
    stem, dot, ending = given.rpartition(".")
    kept = _clean(stem if dot else given) or "file"
    end = f".{_clean(ending)}" if dot and _clean(ending) else ""
    return _named_safely(_cut(kept, _LONGEST - len(end.encode())) + end)


def claim(root: Path, wanted: str, owner: int) -> Path:
    """The first folder of this name that is the owner's, or free and becomes the owner's."""
    return next(folder for folder in _candidates(root, wanted) if _take(folder, owner))


def _save(root: Path, company: str, title: str, files: Mapping[str, bytes], owner: int) -> Path:
    named = {file_name(given): data for given, data in files.items()}
    if len(named) < len(files):
        raise ValueError("two files have the same name")
    with errors.named():
        root.mkdir(parents=True, exist_ok=True)
        folder = claim(root, name(company, title), owner)
        for given, data in named.items():
            disk_files.write(folder / given, data)
    return folder


def _set_aside(root: Path, known: Collection[int], aside: Path) -> int:
    strange = [folder for owner, folder in owned(root) if owner not in known]
    for folder in strange:
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(folder, aside / folder.name)
    return len(strange)


def _read(root: Path, made: Version, name: str) -> bytes:
    folder = root / made.folder
    if folder.parent != root or _owner(folder) != made.application:
        raise errors.Gone(f"document {made.number} of {made.application} is not kept any more")
    try:
        data = (folder / name).read_bytes()
    except OSError as trouble:
        raise errors.Gone(f"{name} of {made.application} cannot be read") from trouble
    if hashlib.sha256(data).hexdigest() != made.sha256:
        raise errors.Gone(f"{name} of {made.application} is not what was made")
    return data


def _candidates(root: Path, wanted: str) -> Iterator[Path]:
    yield root / wanted
    number = 2
    while True:
        yield root / f"{wanted}_{number}"
        number += 1


def _take(folder: Path, owner: int) -> bool:
    """Whether the folder is the owner's; it appears with its marker in it, or not at all."""
    if _owner(folder) == owner:
        return True
    prepared = folder.with_name(f".application-{owner}")
    prepared.mkdir(exist_ok=True)
    disk_files.write(prepared / MARKER, str(owner).encode())
    try:
        prepared.rename(folder)  # fails on a file, a link, and a folder with anything in it
    except OSError as trouble:
        shutil.rmtree(prepared)
        if trouble.errno in _TAKEN:
            return False
        raise
    disk_files.sync(folder.parent)
    return True


def _owner(folder: Path) -> int | None:
    """The id in the folder's marker; a link is nobody's, for it may lead outside."""
    if folder.is_symlink() or not folder.is_dir():
        return None
    try:
        return int((folder / MARKER).read_text())
    except (OSError, ValueError):
        return None


def _written(folder: Path) -> datetime:
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC)


def _clean(text: str) -> str:
    """One word of printable characters that no file system objects to."""
    text = unicodedata.normalize("NFKC", text)
    text = _FORBIDDEN.sub(" ", text)
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return "-".join(text.split()).strip(".-_")


def _cut(text: str, room: int) -> str:
    """As much of the text as fits into so many bytes, in whole words where there are several."""
    kept = text.encode()[:room].decode(errors="ignore")
    words = kept.rpartition("-")[0]
    if len(kept) < len(text) and text[len(kept)] != "-" and len(words) > len(kept) // 2:
        kept = words
    return kept.rstrip(".-_,;:")


def _named_safely(text: str) -> str:
    return f"_{text}" if _RESERVED.match(text) else text
