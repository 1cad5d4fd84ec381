"""The strict schema: every kind of answer that the agents may want, and refusals of the rest."""

from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from agents import schema


class Colour(StrEnum):
    """A choice."""

    RED = "red"
    BLUE = "blue"


class Item(BaseModel):
    """One thing."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=20, pattern="^[a-z]+$", description="its name")
    colour: Colour = Colour.RED
    kind: Literal["only"] = "only"
    level: int | None = Field(default=None, ge=1)


class Answer(BaseModel):
    """All of it."""

    items: list[Item] = Field(max_length=9)
    main: Item = Field(description="the best of them")


class Loop(BaseModel):
    """A thing in itself."""

    inner: "Loop | None" = None


class Cat(BaseModel):
    """A kind of pet."""

    kind: Literal["cat"]


class Dog(BaseModel):
    """Another one."""

    kind: Literal["dog"]


class Pet(BaseModel):
    """A union told apart by a field."""

    pet: Cat | Dog = Field(discriminator="kind")


def test_every_object_is_closed_and_every_property_required() -> None:
    """Nothing is optional, nothing may be added, and the order of the fields stays."""
    got = schema.strict(Answer)
    item = got["properties"]["items"]["items"]
    assert list(got["properties"]) == got["required"] == ["items", "main"]
    assert item["required"] == ["name", "colour", "kind", "level"]
    assert got["additionalProperties"] is item["additionalProperties"] is False


def test_keywords_that_strict_output_does_not_know_go() -> None:
    """Bounds, defaults, titles and references are gone; what they meant for the shape is kept."""
    item = schema.strict(Answer)["properties"]["main"]
    assert item["description"] == "the best of them"
    assert item["properties"] == {
        "name": {"type": "string", "description": "its name"},
        "colour": {"type": "string", "description": "A choice.", "enum": ["red", "blue"]},
        "kind": {"type": "string", "enum": ["only"]},
        "level": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    }


def test_a_tagged_union_becomes_a_choice() -> None:
    """`oneOf` with a discriminator is written as `anyOf`."""
    pet = schema.strict(Pet)["properties"]["pet"]
    assert [choice["properties"]["kind"]["enum"] for choice in pet["anyOf"]] == [["cat"], ["dog"]]
    assert pet.keys() == {"anyOf"}


@pytest.mark.parametrize(
    "kind", [dict[str, str], tuple[int, str], list[Any], Any, Loop], ids=lambda kind: str(kind)
)
def test_what_strict_output_cannot_say_is_refused(kind: Any) -> None:
    """A shape that no provider enforces fails where it is written, not in production."""

    class Loose(BaseModel):
        field: kind

    with pytest.raises(ValueError, match="strict output"):
        schema.strict(Loose)
