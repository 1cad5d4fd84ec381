"""German verbs that change their vowel: beriet, beraten and Beratung are one word."""

from collections.abc import Iterator
from functools import cache


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Prefixes that stand behind a verb as words of their own: "trug die Werte ein".
SEPARABLE = frozenset(
    _words("ab an auf aus bei durch ein fest her hin mit nach teil um vor weiter zu")
)
PREFIXES = SEPARABLE | frozenset(
    _words(
        """be dar ent er fort hinaus hinzu los nieder statt teil uber unter ver vorbei weg wieder
        zer zurecht zuruck zusammen"""
    )
)
_ENDINGS = (
    "",
    *_words("e en n t te ten et st ung ungen s es em er end ende enden ender endes ene enen ener"),
)
_STEMS = """
back buk; befehl befahl befohl; beginn begann begonn; beiss biss; bind band bund; bitt bat;
bleib blieb; brat briet; brech brach broch brich; brenn brann; bring bracht; denk dacht;
ess ass gess; fahr fuhr fahrt; fall fiel; fang fing; find fand fund; flieg flog flug;
fliess floss fluss; frier fror; geb gab gib; geh ging gang; geniess genoss genuss;
giess goss guss; grab grub; greif griff; halt hielt; hang hing; heb hob hub; heiss hiess;
helf half holf hilf hilfe; kenn kenntnis; komm kam kunft; lad lud; lass liess; lauf lief;
leih lieh; les las lies; lieg lag; meid mied; mess mass miss; nehm nahm nomm nimm nahme;
nenn nann; rat riet; reib rieb; reiss riss; ruf rief; schaff schuf; scheid schied;
schein schien; schieb schob schub; schlaf schlief; schlag schlug; schleif schliff;
schliess schloss schluss; schneid schnitt; schreib schrieb schrift; schreit schritt;
schwimm schwamm; seh sah sieh sicht; send sand; sing sang; sitz sass;
sprech sprach sproch sprich; spring sprang sprung; steh stand; steig stieg; stoss stiess;
streich strich; trag trug; treff traf troff; treib trieb; tret trat tritt;
trink trank trunk; tu tat tan; verlier verlor verlust; wachs wuchs; wasch wusch; weis wies;
wend wand; werb warb worb; werf warf worf; wieg wog; bieg bog; biet bot; zieh zog zug;
zwing zwang; wiss wuss
"""


def forms(word: str) -> Iterator[str]:
    """The keys under which the forms of one strong verb meet, for *word* (given as its key)."""
    for ending in _ENDINGS:
        if word.endswith(ending):
            yield from _read(word[: len(word) - len(ending)])


def _read(bare: str) -> Iterator[str]:
    """Every verb that *bare*, without its ending, is a stem of: its prefix, "=", its first stem."""
    for at in range(len(bare) - 1):
        verb = _verbs().get(bare[at:])
        prefix = bare[:at].removeprefix("ge")
        if len(prefix) > 2:
            prefix = prefix.removesuffix("ge" if prefix.endswith("ge") else "zu")
        if verb and (not prefix or prefix in PREFIXES):
            yield f"{prefix}={verb}"


@cache
def _verbs() -> dict[str, str]:
    """Each stem with the one that its verb goes by."""
    groups = [group.split() for group in _STEMS.split(";")]
    return {stem: group[0] for group in groups for stem in group}
