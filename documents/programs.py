"""The programs that make pages of a Word file, the best first, and how long each may take."""

from enum import StrEnum


class Program(StrEnum):
    """What makes pages of a Word file."""

    OFFICE = "office"  # LibreOffice, where it is installed
    LIGHT = "light"  # rdocx
    PLAIN = "plain"  # typst, from the facts: not the file's own layout


ORDER = tuple(Program)
QUICK = (Program.LIGHT, Program.OFFICE, Program.PLAIN)  # what costs least first
WALL = {Program.OFFICE: 30.0, Program.LIGHT: 12.0, Program.PLAIN: 12.0}  # seconds
