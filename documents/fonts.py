"""Which fonts, language tags and direction a résumé is to be set in, by its script."""

import unicodedata
from dataclasses import dataclass

_RTL = frozenset({"R", "AL"})
_LTR = frozenset({"L"})
_NUMBERS = frozenset({"EN", "ES"})
_RTL_LANGUAGES = {"ar": "ar-SA", "he": "he-IL", "fa": "fa-IR", "ur": "ur-PK"}
_EAST_ASIAN = {"zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}
_EAST_ASIAN_FONTS = {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
_LATIN = {
    "en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "it": "it-IT",
    "pl": "pl-PL", "uk": "uk-UA", "ru": "ru-RU", "nl": "nl-NL", "cs": "cs-CZ", "tr": "tr-TR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typeface:
    """Fonts for Latin and its neighbours, East Asian and right-to-left text, and their tags."""

    latin: str = "Calibri"
    east_asian: str = "Microsoft YaHei"
    complex: str = "Arial"
    language: str = "en-GB"
    east_asian_language: str = "zh-CN"
    complex_language: str = "ar-SA"
    is_rtl: bool = False

    @property
    def main_language(self) -> str:
        """The tag of the language that the document is in."""
        return self.complex_language if self.is_rtl else self.language


def choose(text: str, language: str = "") -> Typeface:
    """The fonts for *text*, whose language has the ISO 639-1 code *language* if that is known."""
    rtl = sum(unicodedata.bidirectional(char) in _RTL for char in text)
    ltr = sum(unicodedata.bidirectional(char) == "L" for char in text)
    if rtl > ltr:
        code = language if language in _RTL_LANGUAGES else _rtl_language(text)
        return Typeface(latin="Arial", complex_language=_RTL_LANGUAGES[code], is_rtl=True)
    code = language if language in _EAST_ASIAN else _east_asian(text) if not language else ""
    if code:
        tag = _EAST_ASIAN[code]
        return Typeface(east_asian=_EAST_ASIAN_FONTS[code], language=tag, east_asian_language=tag)
    return Typeface(language=_LATIN.get(language, language or "en-GB"))


def directed(text: str, *, is_address: bool = False) -> list[tuple[bool, str]]:
    """*text* of a right-to-left paragraph, cut where it turns; True is right to left.

    Digits and signs go with the words that they stand between; in an address or a telephone
    number digits, "+" and "-" go from left to right.
    """
    ltr = _LTR | _NUMBERS if is_address else _LTR
    found: list[tuple[bool, str]] = []
    waiting = ""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind not in ltr and kind not in _RTL:
            waiting += char
            continue
        is_rtl = kind in _RTL
        if found and found[-1][0] == is_rtl:
            found[-1] = (is_rtl, found[-1][1] + waiting + char)
        elif waiting and not is_rtl:
            found += [(True, waiting), (False, char)]
        else:
            found.append((is_rtl, waiting + char))
        waiting = ""
    return [*found, (True, waiting)] if waiting else found


def has_italics(text: str) -> bool:
    """Whether the scripts of *text* are set in italics at all."""
    return not any("\u0590" <= char <= "\u08ff" or char >= "\u2e80" for char in text)


def _rtl_language(text: str) -> str:
    return "he" if any("\u0590" <= char <= "\u05ff" for char in text) else "ar"


def _east_asian(text: str) -> str:
    if any("\u3040" <= char <= "\u30ff" for char in text):
        return "ja"
    if any("\uac00" <= char <= "\ud7af" for char in text):
        return "ko"
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    return "zh" if han * 5 > len(text) else ""
