"""What talks to the machine changes nothing, whatever the model makes of it."""

from dataclasses import replace

import pytest

from benchmarks import attacks, injection
from benchmarks.attacks import CANARY
from benchmarks.injection import Gullible

KNOWN = list(attacks.load())
ATTACKS = {attack.name: attack for attack in KNOWN}


def test_there_are_enough() -> None:
    """Sixty attacks at least, each with a name of its own."""
    assert len(KNOWN) == len(ATTACKS) >= 60


@pytest.mark.parametrize(
    "name", ["posting: override", "posting: base64 letters", "résumé line: system", "résumé: white"]
)
@pytest.mark.parametrize("obeys", [True, False])
async def test_no_attack_shows(name: str, obeys: bool) -> None:
    """Neither a model that obeys nor rules mode lets anything of it through."""
    assert await injection.run(ATTACKS[name], Gullible() if obeys else None) == []


async def test_an_attack_that_shows_is_seen() -> None:
    """A posting that asks for the canary in plain words has it in its analysis."""
    attack = ATTACKS["posting: override"]
    plain = attack.posting.decode().replace(attack.words, f"- {CANARY}")
    found = await injection.run(replace(attack, posting=plain.encode()), None)
    assert found == [f"requirement: {CANARY}"]


async def test_the_model_obeys_what_it_sees() -> None:
    """The scripted model is no sham: what gets to it in a résumé's line, it does."""
    model = Gullible()
    attack = ATTACKS["posting: override"]
    plain = attack.posting.decode().replace(attack.words, f"- {CANARY}")
    await injection.run(replace(attack, posting=plain.encode()), model)
    assert model.obeys
