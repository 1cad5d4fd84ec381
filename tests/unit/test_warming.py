"""The pages on which a nursery warms up."""

import subprocess
import sys
from pathlib import Path

from documents import reader, warming
from documents.resume import Kind

ROOT = Path(__file__).parents[2]


def test_the_page_is_a_resume():
    """What the readers are warmed with, they can read."""
    found = reader.read(warming.pdf(warming.TEXT)).resume
    assert found.name == "Ada Example"
    assert [fact.text for fact in found.of(Kind.SKILL)] == ["Python", "SQL"]


def test_warming_loads_what_children_need_and_starts_no_thread():
    """A child that is forked beside a thread would wait for it for ever."""
    code = (
        "import os, sys; from documents import warming; warming.warm();"
        "print(len(os.listdir('/proc/self/task')), 'rdocx' in sys.modules, 'lxml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "True", "True"]
