"""What the agents are asked about: the engineer's lines by their words, and a posting analysed."""

from agents import job_analysis
from documents.resume import Kind
from tests.unit.cv_samples import ENGINEER, POSTING

ANALYSIS = job_analysis.rules(POSTING)
IDS = {need.name: need.id for need in ANALYSIS.requirements}
BULLET = {fact.text.split()[0]: fact.id for fact in ENGINEER.of(Kind.BULLET)}
SUMMARY = ENGINEER.of(Kind.SUMMARY)[0].id
HEADLINE = ENGINEER.of(Kind.HEADLINE)[0].id
SKILL = {fact.text: fact.id for fact in ENGINEER.of(Kind.SKILL)}
SKILLS = ENGINEER.sections[-1].id
