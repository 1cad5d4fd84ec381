"""Names that mean the same thing, as `aliases.txt` lists them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Alias:
    """One form of a name. `cased`: only in this spelling; `named`: it names a thing, not a verb."""

    key: str
    form: str
    cased: bool
    named: bool


@cache
def load() -> tuple[Alias, ...]:
    """Every form of every group; the key of a group is its first form behind "="."""
    text = Path(__file__).with_name("aliases.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(alias for line in lines for alias in _group(line))


@cache
def kinds() -> dict[str, tuple[str, ...]]:
    """First forms of general names → the forms that prove them ("web framework" → "Django")."""
    text = Path(__file__).with_name("aliases.txt").read_text(encoding="utf-8")
    lines = (line.removeprefix("~") for line in text.splitlines() if line[:1] != "#")
    pairs = (line.split("<") for line in lines if "<" in line)
    return {_forms(general)[0]: tuple(_forms(special)) for general, special in pairs}


def _group(line: str) -> list[Alias]:
    general, _, special = line.removeprefix("~").partition("<")
    named = not line.startswith("~")
    groups = [_forms(general), *([form] for form in _forms(special))]
    return [
        Alias("=" + forms[0].removeprefix("="), form.removeprefix("="), _cased(form), named)
        for forms in groups
        for form in forms
    ]


def _forms(text: str) -> list[str]:
    return [form.strip() for form in text.split("|") if form.strip()]


def _cased(form: str) -> bool:
    return form.startswith("=") or (len(form) <= 3 and form != form.casefold())
