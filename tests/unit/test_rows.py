"""Lists that share a line: whatever comes and goes, labels and separators stay right."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import rows, wording
from documents.resume import Fact, Kind
from documents.rows import Item, Row

Listed = tuple[str, list[str], list[str]]  # a label, the items under it, what stands between them
Line = tuple[str, list[Item], list[Listed]]

NAMES = ("Excel", "C++", ".NET", "R&D", "物流", "CI/CD", "5S")
GAPS = (", ", "; ", " | ", " · ", "、", ",", " and ", "/")
BREAKS = ("; ", ". ", " | ", "\n", "\t", "؛ ", "。")


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """One to three labelled lists in one line; the first may go without a label."""
    text = ""
    items: list[Item] = []
    lists: list[Listed] = []
    for number in range(draw(st.integers(1, 3))):
        label = f"Label{number}: " if number or draw(st.booleans()) else ""
        text += (draw(st.sampled_from(BREAKS)) if number else "") + label
        gaps = draw(st.lists(st.sampled_from(GAPS), max_size=3))
        names = draw(st.lists(st.sampled_from(NAMES), min_size=len(gaps) + 1, max_size=4))
        ids = [f"{number}.{at}" for at in range(len(gaps) + 1)]
        for id, gap, name in zip(ids, ["", *gaps], names, strict=False):
            text += gap + name
            fact = Fact(id, Kind.SKILL, name, "s", "", label.rstrip(": "))
            items.append(Item(fact, len(text) - len(name), len(text)))
        lists.append((label, ids, gaps))
    return text + draw(st.sampled_from(["", "."])), items, lists


@settings(max_examples=50, deadline=None)
@given(lines(), st.data())
def test_no_separator_is_left_over_or_lacking(line: Line, data: st.DataObject) -> None:
    """After drops, moves, additions: label, items, one separator of that list between two."""
    text, items, lists = line
    row = Row(text, items)
    texts = {item.fact.id: item.fact.text for item in items}
    now = [list(ids) for _, ids, _ in lists]
    for number in range(data.draw(st.integers(0, 5))):
        present = [id for ids in now for id in ids]
        if present:
            _edit(data, row, now, texts, data.draw(st.sampled_from(present)), f"new{number}")
    said = row.target(texts, lambda fact: rows.default_separator(fact.text), lambda start, _: start)
    got = wording.text(text, said)
    left = [
        re.escape(label) + _separated([texts[id] for id in ids], gaps)
        for (label, _, gaps), ids in zip(lists, now, strict=True)
        if ids
    ]
    breaks = "|".join(map(re.escape, BREAKS))
    assert re.fullmatch(f"(?:{breaks})".join(left) + r"\.?", got) if left else not _words(got)


def _edit(
    data: st.DataObject,
    row: Row,
    now: list[list[str]],
    texts: dict[str, str],
    id: str,
    new: str,
) -> None:
    op = data.draw(st.sampled_from(["drop", "add", "move"]))
    home = next(ids for ids in now if id in ids)
    if op == "add":
        texts[new] = f"New {new}"
        row.insert(new, id)
        home.insert(home.index(id), new)
        return
    row.remove(id)
    home.remove(id)
    others = [other for ids in now for other in ids]
    if op == "move" and others:
        anchor = data.draw(st.sampled_from(others))
        row.insert(id, anchor)
        there = next(ids for ids in now if anchor in ids)
        there.insert(there.index(anchor), id)


def _separated(names: list[str], gaps: list[str]) -> str:
    known = "|".join(map(re.escape, {*gaps, ", ", "、", "، "}))
    return f"(?:{known})".join(map(re.escape, names))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("end", [". ", "。", "؛ ", "; ", " | "])
def test_a_list_takes_the_sign_after_it_along(end: str) -> None:
    """When the first list of a line goes, the line does not begin with its full stop."""
    text = f"Excel{end}Tools: SAP"
    at = text.index("SAP")
    facts = Fact("a", Kind.SKILL, "Excel", "s"), Fact("b", Kind.SKILL, "SAP", "s", "", "Tools")
    row = Row(text, [Item(facts[0], 0, 5), Item(facts[1], at, at + 3)])
    row.remove("a")
    said = row.target({"b": "SAP"}, lambda _: ", ", lambda start, _: start)
    assert wording.text(text, said) == "Tools: SAP"
