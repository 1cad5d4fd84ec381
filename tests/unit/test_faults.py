"""What providers' errors mean: the table, row by row."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import faults
from agents.errors import Declined, ModelError, Rejected, Unavailable


def said(code: Any, **more: Any) -> dict[str, Any]:
    return {"code": code, "message": "secret", **more}


def meta(**metadata: Any) -> dict[str, Any]:
    return {"metadata": metadata}


def available(*, retryable: bool, **more: Any) -> dict[str, Any]:
    return {"availability": {"code": "x", "retryable": retryable, **more}}


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (400, said(400), Rejected),
        (401, said(401), Rejected),
        (402, said(402), Rejected),
        (402, said(402, **meta(limit_source="openrouter_in_flight_budget")), Unavailable),
        (403, said(403), Rejected),
        (403, said(403, **meta(reasons=["violence"], flagged_input="secret")), Declined),
        (403, said(403, **meta(patterns=["x"])), Declined),
        (403, said(403, **meta(error_type="content_policy_violation")), Declined),
        (404, said(404), Rejected),
        (404, said(404, **available(retryable=False)), Rejected),
        (404, said(404, **available(retryable=True)), Unavailable),
        (408, said(408), Unavailable),
        (413, said(413), Rejected),
        (422, said(422), Rejected),
        (429, said(429), Unavailable),
        (429, said("insufficient_quota"), Rejected),
        (429, said(429, **available(retryable=True)), Unavailable),
        (500, said(500), Unavailable),
        (502, said(502, **meta(error_type="refusal")), Declined),
        (502, said(502, **meta(error_type="unmapped")), Unavailable),
        (503, said(503, **available(retryable=False)), Rejected),
        (504, None, Unavailable),
        (524, None, Unavailable),
        (529, said(529), Unavailable),
        (302, None, Rejected),
        (418, None, Rejected),
        (500, {"message": "x", "type": "invalid_request_error"}, Unavailable),
        (400, {"message": "x", "type": "exceed_context_size_error", "n_ctx": 1}, Rejected),
        (400, said("content_filter"), Declined),
    ],
)
def test_a_refused_call_is_told_apart(status: int, error: Any, kind: type[ModelError]) -> None:
    """Each status and each word that is documented leads to the right next step."""
    body = "" if error is None else json.dumps({"error": error, "user_id": "user_x"})
    got = faults.refused(status, {}, body)
    assert type(got) is kind
    assert "secret" not in str(got)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (said(429, **meta(error_type="rate_limit_exceeded")), Unavailable),
        (said("server_error"), Unavailable),
        (said("429"), Unavailable),
        (said(401), Rejected),
        (said("invalid_api_key"), Rejected),
        (said("secret word"), Unavailable),
        (said(None, type="overloaded_error"), Unavailable),
        (said(None, type="invalid_request_error"), Rejected),
        (said(400), Rejected),
        (said(True), Unavailable),
        (said("NaN"), Unavailable),
        ("secret", Unavailable),
        (["secret"], Unavailable),
    ],
)
def test_an_error_inside_a_stream_is_told_apart(error: Any, kind: type[ModelError]) -> None:
    """Codes may be numbers, words or missing; what is unknown may pass."""
    got = faults.explained(error)
    assert type(got) is kind
    assert "secret" not in str(got)


@pytest.mark.parametrize(
    "body", ['[{"error": {"code": 1}}]', "<html>", "[]", "null", "7", "[" * 20000, '{"a": 1}']
)
def test_any_body_is_an_error_of_its_status(body: str) -> None:
    """A gateway's page in place of JSON changes nothing."""
    assert type(faults.refused(503, {}, body)) is Unavailable


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("0.5", 0.5), (3, 3.0), ("-4", 0.0), ("soon", None), (None, None), ("inf", None)],
)
def test_retry_after_is_read(value: Any, seconds: float | None) -> None:
    """Seconds are kept as they are; nonsense says nothing."""
    assert faults.wait(value) == seconds


def test_retry_after_may_be_a_date() -> None:
    """The other form that HTTP allows."""
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    seconds = faults.wait(until)
    assert seconds is not None
    assert 25 < seconds <= 30


def test_the_providers_word_for_when_is_kept() -> None:
    """From the header, or from the body when there is none."""
    by_header = faults.refused(429, {"retry-after": "7"}, "")
    body = json.dumps({"error": said(503, **available(retryable=True, retry_after=9))})
    by_body = faults.refused(503, {}, body)
    assert isinstance(by_header, Unavailable)
    assert isinstance(by_body, Unavailable)
    assert (by_header.retry_after, by_body.retry_after) == (7.0, 9.0)


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, said(401), "the key is refused (401)"),
        (422, said(422), "the request is refused (422)"),
        (403, said(403, **meta(reasons=["x"])), "the content is refused (403)"),
        (529, said(529), "the provider failed (529)"),
        (None, said("server_error"), "the provider failed (server_error)"),
    ],
)
def test_the_trouble_is_named_in_our_words(status: int | None, error: Any, words: str) -> None:
    """Short, and with nothing of the provider's but a status and a word that we know."""
    assert str(faults.explained(error, status)) == words


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["code", "type", "metadata", "availability", "retryable", "error_type"]
            ),
            inner,
        )
    ),
    max_leaves=8,
)


@given(JSON, st.none() | st.integers(300, 599))
def test_no_shape_of_an_error_is_too_much(error: Any, status: int | None) -> None:
    """Whatever a provider puts there, an error of ours comes out."""
    assert isinstance(faults.explained(error, status), ModelError)
