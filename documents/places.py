"""Whether a short text is a place: a city, its region or country, or "remote"."""

import re

from documents import words

_REGION = re.compile(r"^[^,\d]{2,30},\s*[A-ZÀ-ÞА-ЯІЇЄҐ][\w.-]+(?:[ -][\w.]+)?(?:,\s*\S.{1,20})?$")
_STATE = re.compile(
    r"^[^,\d]{2,40},\s*(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|"
    r"N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|ON|BC|QC|MB|SK|NS|NB|NSW|VIC|QLD|"
    r"SP|RJ|MG|RS|PR|BA|DF|PE|ST)$"
)
_CITY = re.compile(r"^[^\W\d_][\w.'’-]*(?:[ -][^\W\d_][\w.'’-]*){0,2}$")
_OTHERWISE = ("occupation", "organisation", "degree", "school", "tongue")
_LONGEST = 50


def is_place(text: str) -> bool:
    """Whether *text* surely is a place: a city with its state or country, or "remote"."""
    if _STATE.match(text):
        return _can_be(text.rsplit(",", 1)[0])  # "NV" is Nevada here, and no company's form
    if not _can_be(text):
        return False
    if re.search("[,،、]", text):
        last = re.split("[,،、]", text)[-1]
        return words.has("country", last) and last.count(" ") < 4
    return words.count("country", text) >= len(text.split())


def may_be_place(text: str) -> bool:
    """Whether *text* can be a city with its region."""
    return is_place(text) or (_can_be(text) and _REGION.match(text) is not None)


def is_city(text: str) -> bool:
    """Whether *text* can be a city: a few capitalised words that mean nothing else."""
    if is_place(text):
        return True
    if any(words.has(kind, text) for kind in _OTHERWISE):
        return False
    spoken = [word for word in re.split(r"[ -]", text) if word]
    return bool(_CITY.match(text)) and all(word[0].isupper() for word in spoken)


def _can_be(text: str) -> bool:
    if len(text) > _LONGEST or re.search(r"[\d:!?]", text):
        return False
    return not any(words.has(kind, text) for kind in ("occupation", "organisation", "school"))
