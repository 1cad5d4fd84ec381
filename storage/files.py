"""Files that are there whole or not at all, and still there after the power went."""

import os
from pathlib import Path

PARTIAL = ".partial"  # how the name of a file ends that is not whole yet


def write(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file next to its place and move it there. Raises OSError, and leaves nothing."""
    partial = path.with_name(f".{path.name}{PARTIAL}")
    try:
        with partial.open("wb") as file:
            partial.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Make a file's content, or the names in a folder, last."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
