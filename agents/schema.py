"""The answer's shape as the strict JSON Schema that every provider with structured output takes."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

# What is left out here (lengths, patterns, formats, bounds) pydantic checks on the answer.
_KEPT = ("type", "description", "enum")


def strict(answer: type[BaseModel]) -> dict[str, Any]:
    """Return `answer` as a schema with every property required and no other allowed.

    References are written out and unions become `anyOf`; defaults, titles and bounds go. Raises
    ValueError for what strict output cannot say: free-form mappings, tuples, recursion, any value.
    """
    schema = answer.model_json_schema()
    return _strict(schema, schema.get("$defs", {}), ())


def _strict(
    node: Mapping[str, Any], defs: Mapping[str, Any], within: tuple[str, ...]
) -> dict[str, Any]:
    if "$ref" in node:
        return _referred(node, defs, within)
    kept = {key: node[key] for key in _KEPT if key in node}
    if "const" in node:
        kept["enum"] = [node["const"]]
    for union in ("anyOf", "oneOf"):
        if union in node:
            kept["anyOf"] = [_strict(choice, defs, within) for choice in node[union]]
    if node.get("type") == "array":
        kept["items"] = _strict(_items(node), defs, within)
    if node.get("type") == "object":
        kept |= _object(node, defs, within)
    if not kept.keys() & {"type", "anyOf", "enum"}:
        raise ValueError(f"strict output needs a type here: {sorted(node)}")
    return kept


def _referred(
    node: Mapping[str, Any], defs: Mapping[str, Any], within: tuple[str, ...]
) -> dict[str, Any]:
    name = node["$ref"].removeprefix("#/$defs/")
    if name in within:
        raise ValueError(f"{name} contains itself: strict output has no recursion")
    said = {"description": node["description"]} if "description" in node else {}
    return _strict(defs[name], defs, (*within, name)) | said


def _items(node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "prefixItems" in node or not node.get("items"):
        raise ValueError("strict output has lists of one kind of item only")
    items: Mapping[str, Any] = node["items"]
    return items


def _object(
    node: Mapping[str, Any], defs: Mapping[str, Any], within: tuple[str, ...]
) -> dict[str, Any]:
    if node.get("additionalProperties"):
        raise ValueError("strict output has no free-form mappings: use a list of pairs")
    properties = {
        key: _strict(value, defs, within) for key, value in node.get("properties", {}).items()
    }
    return {"properties": properties, "required": list(properties), "additionalProperties": False}
