"""Whether Chinese or Japanese characters of a line are those of its sources."""

from agents.lexicon import FREE
from agents.lines import Line
from agents.passages import Passage
from agents.tokens import Token


def covered(piece: str, source: str) -> bool:
    """Whether *piece* is made of pieces of *source*, none of a single character but itself."""
    if len(piece) == 1:
        return piece in source
    reach = [True] + [False] * len(piece)
    for end in range(2, len(piece) + 1):
        reach[end] = any(reach[start] and piece[start:end] in source for start in range(end - 1))
    return reach[-1]


def recut(line: Line, token: Token) -> bool:
    """Whether *token*, its run cut otherwise, is made of words of the sources and free ones."""
    run, start = _run(line.new, token)
    costs, steps = [0], [0]
    for end in range(1, len(run) + 1):
        ways = [(costs[at], at) for at in range(end) if _fits(line, run[at:end])]
        cost, step = min([*ways, (costs[end - 1] + 1, end - 1)])
        costs.append(cost)
        steps.append(step)
    first, last = token.start - start, token.end - start
    end = len(run)
    while end:
        unknown = costs[end] > costs[steps[end]]
        if unknown and first < end <= last:
            return False
        end = steps[end]
    return True


def _fits(line: Line, piece: str) -> bool:
    known = piece in line.lexicon.words
    return (len(piece) > 1 and piece in line.han) or (
        known and bool(line.lexicon.classes(piece) & FREE)
    )


def _run(passage: Passage, token: Token) -> tuple[str, int]:
    """The characters without a break that *token* is part of, and where they start."""
    text, start = "", 0
    for each in passage.tokens:
        if each.kind != "han":
            continue
        if not each.joined or start + len(text) != each.start:
            if text and start + len(text) > token.start:
                break
            text, start = "", each.start
        text += each.text
    return text, start
