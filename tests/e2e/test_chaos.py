"""The chaos benchmark in short: whatever is killed, nothing is lost and nothing comes twice."""

import json

import pytest

from benchmarks import chaos


@pytest.mark.timeout(400)
def test_five_kills_lose_nothing(capsys):
    """kill -9 at five moments of a fixed seed, audited; the long one is benchmarks.chaos itself."""
    status = chaos.main(["--kills", "5", "--seed", "3"])
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told == {
        "kills": 5,
        "lost_updates": 0,
        "lost_applications": 0,
        "unmarked_duplicates": 0,
        "contradictions": 0,
    }
    assert status == 0
