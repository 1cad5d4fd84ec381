"""Check that all is in place, from the command line, and say what to do where it is not."""

import argparse

from bot import checkup, visits
from bot.checkup import Finding
from bot.settings import Settings

_MARKS = {True: "✅", False: "❌", None: "➖"}


def describe(_parser: argparse.ArgumentParser) -> None:
    """The command has no arguments."""


async def run(settings: Settings, _arguments: argparse.Namespace) -> int:
    """A line for each check, and one for what to do; 1 when one failed."""
    failed = 0
    for check in (*visits.CHECKS, *checkup.CHECKS):
        for finding in await check(settings):
            failed += finding.well is False
            _tell(finding)
    print(f"\n{failed} to mend." if failed else "\nAll is in place.")
    return 1 if failed else 0


def _tell(finding: Finding) -> None:
    print(f"{_MARKS[finding.well]} {finding.what}: {finding.said}")
    if finding.advice:
        print(f"   {finding.advice}")
