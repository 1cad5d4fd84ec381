"""What a chat's table keeps until its last message has come: pastes in pieces, albums."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from storage.desks import Desk


@dataclass(frozen=True, slots=True)
class Pending:
    """Pieces of a paste, and of each album the pictures' file ids, by the id of their message."""

    pieces: dict[int, str] = field(default_factory=dict)
    albums: dict[str, dict[int, str]] = field(default_factory=dict)


def load(desk: Desk) -> Pending:
    """What waits on *desk*."""
    if not desk.pending:
        return Pending()
    stored: dict[str, Any] = json.loads(desk.pending)
    albums = {album: _by_message(pictures) for album, pictures in stored["albums"].items()}
    return Pending(_by_message(stored["pieces"]), albums)


def _by_message(stored: dict[str, str]) -> dict[int, str]:
    return {int(message): value for message, value in stored.items()}


def store(desk: Desk, waiting: Pending) -> Desk:
    """*desk* with *waiting* on it, to be put."""
    if waiting == Pending():
        return replace(desk, pending="")
    stored = {"pieces": waiting.pieces, "albums": waiting.albums}
    return replace(desk, pending=json.dumps(stored))


def without_pieces(desk: Desk) -> Desk:
    """*desk* after its paste was taken."""
    return store(desk, replace(load(desk), pieces={}))


def without_album(desk: Desk, album: str) -> Desk:
    """*desk* after *album* was taken."""
    waiting = load(desk)
    others = {name: pictures for name, pictures in waiting.albums.items() if name != album}
    return store(desk, replace(waiting, albums=others))
