"""Number words of the languages that write a whole number as one word."""

from collections.abc import Iterator

_GERMAN = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_GERMAN_TEENS = [
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_GERMAN_TENS = [
    "zwanzig",
    "dreißig",
    "vierzig",
    "fünfzig",
    "sechzig",
    "siebzig",
    "achtzig",
    "neunzig",
]
_ITALIAN = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]
_ITALIAN_TEENS = [
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
]
_ITALIAN_TENS = [
    "venti",
    "trenta",
    "quaranta",
    "cinquanta",
    "sessanta",
    "settanta",
    "ottanta",
    "novanta",
]

# What a number word may be written together with, and the unit that it then counts in.
ENDINGS = {
    "de": {"köpfig": "head", "jährig": "unit.year", "tägig": "unit.day", "stündig": "unit.h"},
}


def numbers(language: str) -> Iterator[tuple[int, str]]:
    """The number words of *language* up to 999 and its whole thousands, from two on."""
    small = {"de": _german, "it": _italian}.get(language, dict)()
    if not small:
        return
    ones = [small[n] for n in range(2, 10)]
    hundred, thousand = ("hundert", "tausend") if language == "de" else ("cento", "mila")
    hundreds = {100: "ein" + hundred if language == "de" else hundred}
    hundreds |= {n * 100: one + hundred for n, one in enumerate(ones, 2)}
    yield from small.items()
    yield from hundreds.items()
    for count, word in small.items():
        yield count * 1000, word + thousand
        yield from ((n + count, start + word) for n, start in hundreds.items())


def _german() -> dict[int, str]:
    small = dict(enumerate(_GERMAN[1:], 2)) | dict(enumerate(_GERMAN_TEENS, 10))
    for tens, word in enumerate(_GERMAN_TENS, 2):
        small[tens * 10] = word
        small |= {tens * 10 + n: f"{one}und{word}" for n, one in enumerate(_GERMAN, 1)}
    return small


def _italian() -> dict[int, str]:
    small = dict(enumerate(_ITALIAN[1:], 2)) | dict(enumerate(_ITALIAN_TEENS, 10))
    for tens, word in enumerate(_ITALIAN_TENS, 2):
        small[tens * 10] = word
        for n, one in enumerate(_ITALIAN, 1):
            small[tens * 10 + n] = (word[:-1] if one[0] in "uo" else word) + one
    return small
