"""How many lies the guard stops, and how many honest rewordings: python -m benchmarks.guard."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable

from agents import guard
from benchmarks import lies
from benchmarks.lies import Case
from documents.edits import Edit, Op


def main() -> int:
    """Print the table by class and language, the misses, and the JSON line; 1 when short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--held", action="store_true", help="only what was written after the freeze"
    )
    parser.add_argument("--early", action="store_true", help="only what was written before it")
    options = parser.parse_args()
    held = True if options.held else False if options.early else None
    cases = list(lies.load(held))
    cases += untouched(cases)
    if not options.early:
        cases += [*lies.lines(), *lies.unseen()]
    results = [(case, guard.check(case.base.resume, case.edits)) for case in cases]
    wrong = [(case, found) for case, found in results if bool(found) == (case.kind == "faithful")]
    show_table(cases, [case for case, _ in wrong])
    for case, found in wrong:
        show_miss(case, found)
    result = figures(cases, [case for case, _ in wrong])
    print(json.dumps(result))
    return 0 if result["blocked"] >= 0.995 and result["false_alarms"] <= 0.01 else 1


def untouched(cases: Iterable[Case]) -> list[Case]:
    """Each résumé as it is, in another order, and with a declared drop: all of it honest."""
    found: list[Case] = []
    for base in {id(case.base): case.base for case in cases}.values():
        same = tuple(Edit(Op.REWRITE, f.id, f.text, cites=(f.id,)) for f in base.facts)
        found.append(Case(base, "faithful", same))
        for role in (1, 2):
            bullets = base.bullets(role)
            moves = tuple(Edit(Op.MOVE, b.id, anchor=bullets[0].id) for b in bullets[1:])
            found.append(Case(base, "faithful", moves))
        found.append(Case(base, "faithful", (Edit(Op.DROP, base.bullets(2)[0].id),)))
    return found


def show_table(cases: list[Case], wrong: list[Case]) -> None:
    """Blocked of all, by class and language; for the faithful ones, false alarms of all."""
    total = Counter((case.kind, case.base.language) for case in cases)
    bad = Counter((case.kind, case.base.language) for case in wrong)
    kinds = sorted({case.kind for case in cases}, key=lambda kind: (kind == "faithful", kind))
    codes = sorted({case.base.language for case in cases})
    print(f"{'class':14}" + "".join(f"{code:>9}" for code in codes))
    for kind in kinds:
        cells = [_cell(kind, total[kind, code], bad[kind, code]) for code in codes]
        print(f"{kind:14}" + "".join(f"{cell:>9}" for cell in cells))


def _cell(kind: str, total: int, bad: int) -> str:
    return f"{bad if kind == 'faithful' else total - bad}/{total}" if total else "-"


def show_miss(case: Case, found: list[guard.Violation]) -> None:
    """A case that the guard got wrong, and why it refused where it should not have."""
    why = "; ".join(f"{v.kind}: {v.text}" for v in found) or "let through"
    print(f"! {case.base.language} {case.base.profession} {case.kind}: {case.text} [{why}]")


def figures(cases: list[Case], wrong: list[Case]) -> dict[str, float]:
    """The shares, and how many cases they come from."""
    lying = [case for case in cases if case.kind != "faithful"]
    missed = [case for case in wrong if case.kind != "faithful"]
    honest = len(cases) - len(lying)
    return {
        "blocked": round(1 - len(missed) / len(lying), 4),
        "false_alarms": round((len(wrong) - len(missed)) / honest, 4),
        "languages": len({case.base.language for case in lying}),
        "fabrications": len(lying),
        "faithful": honest,
    }


if __name__ == "__main__":
    sys.exit(main())
