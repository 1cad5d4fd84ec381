"""What a document is called that goes to a person."""

import re
import unicodedata

from documents.resume import Resume


def name(resume: Resume, company: str, ending: str = "docx") -> str:
    """First_Last_Company.docx in ASCII (rule R24 of our own list for applicant systems)."""
    words = [*resume.name.split()[:3], *company.split()[:3]]
    plain = "_".join(filter(None, map(_ascii, words)))
    return f"{plain or 'resume'}.{ending}"


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]", "", plain)
