"""The documents for operators name what is there."""

import re
from pathlib import Path

import pytest

from bot.health import Limits

ROOT = Path(__file__).parents[2]
PAGES = ["docs/operations.md", "docs/architecture.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    """A relative link is a file here, and a heading in it where it names one."""
    path = ROOT / page
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text()):
        file, _, heading = target.partition("#")
        found = path.parent / file
        assert found.exists(), target
        marks = re.findall(r"^#+ (.+)$", found.read_text(), re.M)
        assert not heading or heading in [mark.lower().replace(" ", "-") for mark in marks], target


def test_every_metric_and_setting_is_real():
    """What an alarm is built on, and what is set, is in the code under that name."""
    page = (ROOT / "docs/operations.md").read_text()
    code = "".join(path.read_text() for path in (ROOT / "bot").glob("*.py"))
    for metric in set(re.findall(r"`(bot_[a-z_]+)", page)):
        assert f'"{metric.removesuffix("_total")}"' in code, metric
    readme = (ROOT / "README.md").read_text()
    own = {"OCR_LANGUAGES", "FONTS", "EXTRAS", "REPOSITORY", "RAILWAY_TOKEN", "NEWEST", "NAME"}
    for name in set(re.findall(r"`([A-Z][A-Z_]{3,})`", page)) - own:
        assert f"| `{name}` |" in readme, name


def test_the_limits_are_the_ones_that_are_stated():
    """The table of checks has the figures of the code."""
    page, limits = (ROOT / "docs/operations.md").read_text(), Limits()
    stated = {
        "telegram": f"{limits.poll:.0f} s after Telegram",
        "disk": f"under {limits.disk >> 20} MB free",
        "backup": f"{limits.backup / 3600:.0f} h after the last",
        "inbox": f"waited for {limits.inbox / 60:.0f} min",
        "work": f"{limits.work / 60:.0f} min without a step",
        "watch": f"{limits.watch / 60:.0f} min after the bot",
    }
    for name, words in stated.items():
        [row] = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        assert words in row, name
