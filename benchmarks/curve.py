"""The curve of crowds that come at once: a table, and a picture of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PICTURE = Path(__file__).parent / "results" / "capacity.png"


@dataclass(frozen=True, slots=True)
class Point:
    """One crowd. Times in seconds, `peak` in megabytes."""

    people: int
    sign: float  # to the first sign, for all but one in twenty
    half: float  # to the document, for every other
    most: float  # … and for all but one in twenty
    peak: int
    lag: float
    lost: int


def show(points: Sequence[Point]) -> None:
    """Print the table, as Markdown."""
    print("| people in 10 s | first sign p95 | document p50 | p95 | peak | loop lag p99 | lost |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for each in points:
        print(
            f"| {each.people} | {each.sign:.1f} s | {each.half:.0f} s | {each.most:.0f} s "
            f"| {each.peak} MB | {each.lag * 1000:.0f} ms | {each.lost} |"
        )


def plot(points: Sequence[Point], picture: Path) -> None:
    """Draw it to a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    people = [each.people for each in points]
    figure, (times, memory) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    times.plot(people, [each.most for each in points], "o-", label="document, p95")
    times.plot(people, [each.half for each in points], "o-", label="document, p50")
    times.plot(people, [each.sign for each in points], "o-", label="first sign, p95")
    times.set(xlabel="people within 10 s", ylabel="seconds", title="What a person waits")
    times.legend()
    memory.plot(people, [each.peak for each in points], "o-")
    memory.axhline(512, linestyle="--", color="grey")
    memory.set(xlabel="people within 10 s", ylabel="MB", title="Memory of all processes", ylim=0)
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, dpi=110)
    pyplot.close(figure)
