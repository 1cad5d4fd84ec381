"""The checks of this machine: database, folders, disk, port, programs and fonts."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot import lock
from bot.settings import Settings, SettingsError
from storage import condition, disk, errors

_ROOM = 16 * 1024 * 1024  # bytes that are really taken for a moment: a quota shows only then
_FONTS = {  # what a file's name holds → whose letters it has
    "Chinese, Japanese, Korean": ("wqy", "notosanscjk", "droidsansfallback"),
    "Arabic, Hebrew": ("notosansarabic", "notonaskh", "notosanshebrew", "dejavusans"),
}
_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_MENDS: dict[type[errors.StorageError], str] = {
    errors.NewerDatabase: "Run the version that wrote it, or restore a backup from before.",
    errors.KeysLost: "Put keys.db back from where you keep it, or restore with --identity.",
    errors.Full: "Make room, or give the volume more.",
    errors.Unavailable: "See that DATA_DIR is on a disk of this machine that can be written to, "
    "or that the server of DATABASE_URL is up and lets the bot in.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: well, failed, or (None) not there and not needed; and what to do about it."""

    well: bool | None
    what: str
    said: str
    advice: str = ""


Check = Callable[[Settings], Awaitable[list[Finding]]]


async def database(settings: Settings) -> list[Finding]:
    """Opened, of this version, with its keys, and written to."""
    what = "Database"
    try:
        found = await condition.look(settings.data_dir, settings.database_url)
    except errors.StorageError as trouble:
        mend = next((_MENDS[kind] for kind in _MENDS if isinstance(trouble, kind)), "")
        return [Finding(False, what, f"{type(trouble).__name__}: {trouble}", mend)]
    except (OSError, ImportError, ValueError) as trouble:
        advice = "See that DATA_DIR and DATABASE_URL name what you mean."
        return [Finding(False, what, type(trouble).__name__, advice)]
    if not found.present:
        return [Finding(True, what, "none yet; it is made at the first start")]
    if found.outdated:
        return [Finding(True, what, "written to; the next start backs it up and migrates it")]
    return [Finding(True, what, "of this version, and written to")]


async def folders(settings: Settings) -> list[Finding]:
    """Each can be written to, and what is secret is for nobody else to read."""
    named = {"DATA_DIR": settings.data_dir, "EXPORTS_DIR": settings.exports_dir}
    found = [_folder(name, path) for name, path in named.items()]
    secret = [path for path in settings.data_dir.glob("*.db") if path.stat().st_mode & 0o077]
    if secret:
        names = ", ".join(path.name for path in secret)
        advice = f"chmod 600 {' '.join(map(str, secret))}"
        found.append(Finding(False, "Permissions", f"others may read {names}", advice))
    return found


def _folder(name: str, path: Path) -> Finding:
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(b"x")
    except OSError as trouble:
        advice = f"Let this user (id {os.getuid()}) write to it: chown -R {os.getuid()} {path}"
        return Finding(False, name, f"{path}: {trouble.strerror}", advice)
    return Finding(True, name, f"{path} can be written to")


async def room(settings: Settings) -> list[Finding]:
    """Free, and really to be had: a quota is met only by taking."""
    found = []
    places = {path.resolve() for path in (settings.data_dir, settings.exports_dir)}
    for place in sorted(place for place in places if place.is_dir()):
        left = disk.free(place)
        said = f"{left / 1e6:,.0f} MB are free for {place}"
        short = "Make room: under 100 MB no new work is taken."
        if left < disk.RESERVE:
            found.append(Finding(False, "Disk", said, short))
        elif not await asyncio.to_thread(_takes, place):
            found.append(Finding(False, "Disk", f"{said}, and a quota keeps them back", short))
        else:
            found.append(Finding(True, "Disk", said))
    return found


def _takes(place: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            os.posix_fallocate(file.fileno(), 0, _ROOM)
    except OSError:
        return False
    return True


async def port(settings: Settings) -> list[Finding]:
    """Free to listen on, unless this bot does so already."""
    if not settings.port:
        return [Finding(None, "Port", "PORT is not set: no health endpoints, no metrics")]
    try:
        with lock.hold(settings.data_dir), socket.create_server(("", settings.port)):
            return [Finding(True, "Port", f"{settings.port} is free")]
    except SettingsError:
        return [Finding(True, "Port", f"{settings.port}; the bot is running")]
    except OSError as trouble:
        advice = "End what listens there, or set another PORT."
        return [Finding(False, "Port", f"{settings.port}: {trouble.strerror}", advice)]


async def programs(_settings: Settings) -> list[Finding]:
    """What reads pictures and draws pages."""
    return [await asyncio.to_thread(_tesseract), _office(), *_fonts()]


def _tesseract() -> Finding:
    program = shutil.which("tesseract")
    if program is None:
        advice = "apt install tesseract-ocr, and a package such as tesseract-ocr-deu for a language"
        return Finding(None, "tesseract", "not there: photos and scans cannot be read", advice)
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    languages = [line for line in done.stdout.splitlines()[1:] if line and line != "osd"]
    if done.returncode or not languages:
        advice = "apt install tesseract-ocr-eng"
        return Finding(False, "tesseract", "it has no language to read", advice)
    return Finding(True, "tesseract", "reads " + ", ".join(languages))


def _office() -> Finding:
    if shutil.which("soffice") or shutil.which("libreoffice"):
        return Finding(True, "LibreOffice", "draws the most faithful pages")
    return Finding(None, "LibreOffice", "not there: pages are drawn without it")


def _fonts() -> list[Finding]:
    files = [
        "".join(path.name.casefold().split("-"))
        for place in _PLACES
        for path in Path(place).expanduser().rglob("*.[ot]t[cf]")
    ]
    found = []
    for scripts, marks in _FONTS.items():
        there = any(mark in name for name in files for mark in marks)
        said = f"letters for {scripts}"
        advice = "" if there else "apt install fonts-noto-core fonts-wqy-microhei"
        found.append(
            Finding(True if there else None, "Fonts", said if there else f"no {said}", advice)
        )
    return found


CHECKS: tuple[Check, ...] = (database, folders, room, port, programs)
