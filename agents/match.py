"""How a résumé answers a posting: what it shows, what it hides, what it lacks."""

from agents import evidence
from agents.values import Analysis, Match
from documents.resume import Resume


def match(resume: Resume, analysis: Analysis) -> Match:
    """Sort the requirements of *analysis* into shown, unused (stands there unseen) and missing."""
    shown, unused, missing = [], [], []
    for requirement in analysis.requirements:
        proofs = [proof for proof in evidence.find(resume, requirement) if not proof.limited]
        if not proofs:
            missing.append(requirement.id)
        elif any(evidence.visible(resume, proof) for proof in proofs):
            shown.append(requirement.id)
        else:
            unused.append(requirement.id)
    return Match(tuple(shown), tuple(unused), tuple(missing))
