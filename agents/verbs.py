"""The forms of regular verbs, and words that can hardly be anything but a verb."""

import re
from collections.abc import Callable, Iterator

_FRENCH = {
    "er": "er e es ee ees ant ait aient ons ez ent ai a erent eant eait eons ement ements",
    "ir": "ir i ie is ies it issant issait issent issement",
    "re": "re s t d du due dus dues ant ait ent it",
}
_SPANISH = {
    "ar": "ar o a an ado ada ados adas ando e aron aba aban amos aste are",
    "er": "er o e en ido ida idos idas iendo i io ieron ia ian emos",
    "ir": "ir o e en ido ida idos idas iendo i io ieron ia ian imos",
}
_PORTUGUESE = {
    "ar": "ar o a am ado ada ados adas ando ei ou aram ava avam amos",
    "er": "er o e em ido ida idos idas endo i eu eram ia iam emos",
    "ir": "ir o e em ido ida idos idas indo i iu iram ia iam imos",
}
_ITALIAN = {
    "are": "are o a ano ato ata ati ate ando ai o arono ava avano iamo avo azione",
    "ere": "ere o e ono uto uta uti ute endo ei eva evano evo",
    "ire": "ire o e ono ito ita iti ite endo ii i irono iva ivano ivo isco isce iscono",
}
_POLISH = {
    "owac": """owac owal owala owalem owalam owali uje uja ujac ujaca ujacy owany owana owane owano
        owanych owanie owania owaniu owaniem""",
    "ywac": """ywac ywal ywala ywalem ywalam ywali uje uja ujac ywany ywana ywane ywano ywanie
        ywania ywaniu""",
    "ac": "ac al ala alem alam ali a aja ajac ajaca any ana ane ano anych anie ania aniu aniem",
    "ic": """ic il ila ilem ilam ili i a ac ony ona one ono onych enie enia eniu eniem iony iona
        ione iono""",
    "yc": "yc yl yla ylem ylam yli y a ac ony ona one ono onych enie enia eniu eniem",
}
_TABLES = {
    "fr": _FRENCH,
    "es": _SPANISH,
    "pt": _PORTUGUESE,
    "it": _ITALIAN,
    "pl": _POLISH,
}
_SOFT = {"es": {"c": "qu", "g": "gu", "z": "c"}, "pt": {"c": "qu", "g": "gu"}}
_GERMAN = "en n e t et te ten ete eten end ende enden ender endes"


def expand(verb: str, language: str) -> Iterator[str]:
    """The forms of *verb*, a key: an infinitive; in German a stem, its prefix set off by "|"."""
    yield from _SPECIAL.get(language, _romance)(verb, language)


def _romance(verb: str, language: str) -> Iterator[str]:
    for ending, forms in _TABLES.get(language, {}).items():
        if verb.endswith(ending):
            stem = verb[: -len(ending)]
            yield from (stem + form for form in forms.split())
            if soft := _SOFT.get(language, {}).get(stem[-1:]):
                yield from (stem[:-1] + soft + form for form in ("e", "ei", "en"))
            return
    yield verb


def _english(verb: str, _language: str) -> Iterator[str]:
    yield verb
    if verb.endswith("e"):
        yield from (verb + "s", verb + "d", verb[:-1] + "ing")
    elif verb.endswith("y") and verb[-2] not in "aeo":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    else:
        yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
        for stem in (verb, verb + verb[-1]):
            yield from (stem + "ed", stem + "ing")


def _german(verb: str, _language: str) -> Iterator[str]:
    prefix, _, stem = verb.rpartition("|")
    for head in (prefix, prefix + "ge", prefix + "zu"):
        yield from (head + stem + ending for ending in _GERMAN.split())
    if prefix:
        yield from (stem + ending for ending in _GERMAN.split())


_SPECIAL: dict[str, Callable[[str, str], Iterator[str]]] = {"en": _english, "de": _german}


# What only a finite verb looks like at the beginning of a statement, and what only a participle
# looks like behind a noun or an auxiliary. Written words, in small letters.
_OPENS = {
    "en": r"[a-z]{3,}ed",
    "de": r"[a-zäöüß]{2,}(?:ierte|tete|dete|elte|erte|igte|mte|gte|bte|ckte|llte|chte)",
    "es": r"\w{2,}[éí]",
    "pt": r"\w{3,}ei|\w{3,}[^aeo]i",
    "it": r"\w{3,}(?:ato|uto|ito)",
    "pl": r"\w{2,}(?:ł|ła|łem|łam|liśmy|li)",
    "ru": r"\w{3,}(?:л|ла|ли|лся|лась|лись)",
    "uk": r"\w{3,}(?:ав|ив|ів|ув|ла|ли|вся|лась|лася|лися)",
    "ar": r"\w{2,}[^ا]ت",
    "he": r"\w{2,}תי",
}
_FOLLOWS = {
    "de": r"\w{2,}(?:iert|ierte|ierten)|(?:[a-zäöü]{2,6})?ge[a-zäöüß]{2,}(?:t|en)",
    "fr": r"\w{2,}[^t\W](?:é|ée|és|ées)",
    "es": r"\w{2,}(?:ado|ada|ados|adas|ido|ida|idos|idas)",
    "pt": r"\w{2,}(?:ado|ada|ados|adas|ido|ida|idos|idas)",
    "it": r"\w{2,}(?:ato|ata|ati|ate|uto|uta|uti|ute|ito|ita|iti|ite)",
    "pl": r"\w{2,}(?:ano|ono|any|ana|ane|ony|ona|one)",
    "ru": r"\w{2,}(?:ан|ана|ано|аны|ен|ена|ено|ены)",
    "uk": r"\w{2,}(?:ано|ено|ано|ито)",
}


# What a verb cannot stand behind, so that a form that may be both is a noun there.
_DETERMINERS = {
    "en": "a an the of for in on with by from at each every no some any my our his her their its",
    "fr": "le la les l un une des du au aux",
    "es": "el la los las un una unos unas del al",
    "pt": "o a os as um uma uns umas do da dos das ao no na nos nas",
    "it": "il lo la i gli le l un uno una del dello della dei degli delle al allo alla ai nel "
    "nella",
}
_FREED = {
    "en": r".*(?:ing|ed)",
    "fr": r".*er|.*ir",
    "es": r".*[aei]r",
    "pt": r".*[aei]r",
    "it": r".*re",
}


def nominal(word: str, before: str, language: str) -> bool:
    """Whether *word*, a form of a verb as its key, must be a noun behind *before*."""
    if re.fullmatch(_FREED.get(language, ".*"), word):
        return False
    plural = language == "en" and word.endswith("s") and not word.endswith("ss")
    return plural or before in _DETERMINERS[language].split()


# Nouns of action, as keys, with the endings of the verb that each comes from.
_ACTIONS = {
    "de": (r"(\w{4,})ung(?:en)?", ("", "en", "n")),
    "fr": (r"(\w{4,})(?:ation|ement|age)s?", ("er", "ir")),
    "es": (r"(\w{3,})(?:acion|icion|amiento|imiento)", ("ar", "er", "ir")),
    "pt": (r"(\w{3,})(?:acao|icao|amento|imento)", ("ar", "er", "ir")),
    "it": (r"(\w{3,})(?:azione|izione|amento|imento)", ("are", "ere", "ire")),
    "pl": (r"(\w{3,})(?:anie|enie)", ("ac", "ic", "yc")),
    "ru": (r"(\w{3,})(?:ание|ение)", ("ать", "ить", "еть", "")),
    "uk": (r"(\w{3,})(?:ання|ення)", ("ати", "ити", "")),
}


def sources(noun: str, language: str) -> list[str]:
    """The verbs that *noun*, a key, may be the action of; none if it does not look like one."""
    pattern, endings = _ACTIONS.get(language, ("", ()))
    match = re.fullmatch(pattern, noun)
    return [match[1] + ending for ending in endings] if match else []


def opens(word: str, language: str) -> bool:
    """Whether *word*, at the beginning of a statement, can only be its verb."""
    pattern = _OPENS.get(language)
    return pattern is not None and re.fullmatch(pattern, word.lower()) is not None


def follows(word: str, language: str) -> bool:
    """Whether *word*, behind a word of meaning or an auxiliary, can only be a participle."""
    pattern = _FOLLOWS.get(language)
    return word.islower() and pattern is not None and re.fullmatch(pattern, word) is not None
