"""Files as Telegram keeps them: bytes under ids, a name and a type that may be odd or missing."""

import base64
import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any

from sandbox.refusals import Refused, bad

_LINK_LIFE = 3600.0  # seconds in which a file_path works
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class File:
    """A stored file. *kind* is "document" or "photo"; *size* is (width, height) of a photo."""

    id: str
    unique_id: str
    kind: str
    data: bytes
    name: str | None
    mime: str | None
    size: tuple[int, int] = (0, 0)

    def as_json(self) -> dict[str, Any] | list[dict[str, Any]]:
        """The Document, or the list of PhotoSize, that a message shows."""
        shown: dict[str, Any] = {"file_id": self.id, "file_unique_id": self.unique_id}
        shown["file_size"] = len(self.data)
        if self.kind == "photo":
            return [shown | {"width": self.size[0], "height": self.size[1]}]
        if self.name is not None:
            shown["file_name"] = self.name
        if self.mime is not None:
            shown["mime_type"] = self.mime
        return shown


class Files:
    """The store. Ids are strings that stay valid for ever; links expire."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._files: dict[str, File] = {}
        self._links: dict[str, tuple[File, float]] = {}

    def add(self, kind: str, data: bytes, name: str | None, mime: str | None) -> File:
        """Store *data*. Raises Refused for an empty file and for a photo that is no picture."""
        if not data:
            raise bad("File must be non-empty")
        size = measure(data) if kind == "photo" else (0, 0)
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
        width, height = size
        if kind == "photo" and (width + height > 10_000 or max(size) > 20 * max(1, min(size))):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        number = len(self._files) + 1
        unique = _id(f"{kind}:{hashlib.sha256(data).hexdigest()}")[:15]
        id = ("AgAC" if kind == "photo" else "BQAC") + _id(f"{number}:{unique}")
        file = File(id, unique, kind, data, name, mime, size)
        self._files[id] = file
        return file

    def find(self, id: str) -> File | None:
        """The file with this file_id or file_unique_id."""
        by_unique = (file for file in self._files.values() if file.unique_id == id)
        return self._files.get(id) or next(by_unique, None)

    def resend(self, id: str, kind: str) -> File:
        """The file with this file_id, to be sent as *kind*. Raises Refused."""
        file = self._files.get(id)
        if file is None:
            raise bad(
                "Wrong remote file identifier specified: can't unserialize it. Wrong last symbol"
            )
        if file.kind != kind:
            raise bad(f"Can't use file of type {file.kind.title()} as {kind.title()}")
        return file

    def link(self, id: str, most: int) -> dict[str, Any]:
        """What getFile answers. Raises Refused for an unknown file and one of over *most* bytes."""
        if not id:
            raise bad("file_id not specified")
        file = self._files.get(id)
        if file is None:
            raise bad("invalid file_id")
        if len(file.data) > most:
            raise bad("file is too big")
        number = list(self._files).index(id)
        suffix = ".jpg" if file.kind == "photo" else PurePosixPath(file.name or "").suffix
        path = f"{file.kind}s/file_{number}{suffix}"
        self._links[path] = (file, self._clock() + _LINK_LIFE)
        shown = {"file_id": file.id, "file_unique_id": file.unique_id}
        return shown | {"file_size": len(file.data), "file_path": path}

    def open(self, path: str) -> bytes:
        """The bytes behind a file_path. Raises Refused (404) if it is unknown or too old."""
        file, expires = self._links.get(path, (None, 0.0))
        if file is None or self._clock() > expires:
            raise Refused(404, "Not Found")
        return file.data


def mime_of(name: str) -> str:
    """The type that Telegram gives an uploaded document, from its *name*."""
    if name.lower().endswith(".docx"):  # not every machine's table has it
        return _OFFICE
    return guess_type(name)[0] or "application/octet-stream"


def measure(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG picture; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _measure_jpeg(data) if data[:2] == b"\xff\xd8" else None


def _measure_jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the frame's header
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + max(length, 2)
    return None


def _id(seed: str) -> str:
    digest = hashlib.blake2b(seed.encode(), digest_size=30).digest()
    return base64.urlsafe_b64encode(digest).decode()
