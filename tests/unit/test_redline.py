"""Edits as tracked changes: accepted they are the edited file, rejected the old one."""

import io
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import looks, revisions
from benchmarks.plans import plans
from documents import writer
from tests.unit.docx_resumes import SAMPLES, sample

ADA = ("Ada Example", datetime(2026, 1, 5, 9, tzinfo=UTC))


@pytest.mark.parametrize("name", [*SAMPLES, "example"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_accepting_edits_and_rejecting_them(name: str, data: st.DataObject) -> None:
    """Accept-all gives the file that plain editing gives, reject-all the original."""
    source, resume = sample(name)
    plan = data.draw(plans(resume))
    tracked = writer.render(source, "docx", resume, plan, tracked=ADA)
    clean = writer.render(source, "docx", resume, plan)
    assert looks.shape(revisions.settle(tracked, "reject")) == looks.shape(source)
    assert looks.shape(revisions.settle(tracked, "accept")) == looks.shape(clean)
    docx.Document(io.BytesIO(tracked))
