"""The usefulness benchmark measures what it says: nothing for nothing, all for all."""

import asyncio
import json

import pytest

from benchmarks import usefulness
from documents.edits import Edit, Op
from documents.resume import Kind

PAIRS = {path.stem: path for path in usefulness.PAIRS.glob("*.txt")}


def test_the_pairs_are_many_and_of_many_kinds() -> None:
    """At least 24 pairs, six professions and four languages; every label is to be found."""
    pairs = [usefulness.load(path) for path in PAIRS.values()]
    assert len(pairs) >= 24
    assert len({pair.profession for pair in pairs}) >= 6
    assert len({pair.resume.language for pair in pairs}) >= 4
    assert len([pair for pair in pairs if pair.denied]) >= 6
    for pair in pairs:
        assert len(dict(usefulness.justified(pair))) == len(pair.rewordings), pair.name
        text = usefulness._text(pair.resume.facts)
        for words in (*pair.musts, *pair.denied):
            assert any(word in text for word in words), (pair.name, words)
        for words in pair.missing:
            assert not any(word in text for word in words), (pair.name, words)


def test_an_unchanged_resume_scores_nothing() -> None:
    """What is counted stood late, so that doing nothing surfaces nothing."""
    for path in PAIRS.values():
        pair = usefulness.load(path)
        hidden = [words for words in pair.musts if not usefulness._early(pair.resume, words)]
        assert hidden, pair.name


@pytest.mark.parametrize("name", ["en_backend", "zh_accounting"])
def test_a_pair_is_scored(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One pair through the whole pipeline, with the hand-made model and by rules."""
    pair = usefulness.load(PAIRS[name])
    asyncio.run(usefulness.main([pair]))
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["surfaced"] == result["surfaced_rules"] == 1
    assert result["unproven"] == 0
    assert result["pairs"] == 1


def test_misses_are_counted() -> None:
    """A rewording that does not arrive lowers the score, and is named."""
    pair = usefulness.load(PAIRS["en_backend"])
    score = usefulness.Score()
    usefulness._count_delivered(pair, score, ())
    assert (score.delivered, score.justified) == (0, len(pair.rewordings))
    assert len(score.misses) == len(pair.rewordings)
    bullet = next(id for id, _ in usefulness.justified(pair))
    text = dict(usefulness.justified(pair))[bullet]
    usefulness._count_delivered(pair, score, [Edit(Op.REWRITE, bullet, text)])
    assert score.delivered == 1
    assert pair.resume.fact(bullet).kind is Kind.BULLET  # type: ignore[union-attr]
