"""How often the detector is right: the figures that its benchmark wrote, for the page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FIGURES_FILE = Path(__file__).parent / "detectors" / "figures.json"

# What there may be figures of, and which, in the order of the page.
TABLES = ("verdict", "delivery", "generator", "kind", "strength", "stability")
MEASURES = ("balanced_accuracy", "auc", "hit_rate", "false_alarm_rate", "strong_claim",
            "share", "abstained", "ece", "ece_if_calibrated")  # fmt: skip
# Where somebody who guesses would be.
CHANCE = {"balanced_accuracy": 0.5, "auc": 0.5}


@dataclass(frozen=True)
class Figure:
    """One measured figure with its 95% interval; all three are shares, 0 to 1.

    Where there is no interval, ``low`` and ``high`` are the figure itself.
    """

    name: str
    pictures: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Chart:
    """The figures of one measure, one for each delivery, generator and so on."""

    table: str
    measure: str
    figures: tuple[Figure, ...]

    @property
    def chance(self) -> float | None:
        """What guessing would reach; None where that has no meaning."""
        return CHANCE.get(self.measure)


@dataclass(frozen=True)
class Accuracy:
    """What a benchmark found out about the detector.

    Attributes:
        command: that measures it again.
        measured_on: the day.
        pictures: how many there were of each class, such as "real" and "generated".
        charts: in the order of ``TABLES`` and ``MEASURES``.
    """

    command: str
    measured_on: date
    pictures: Mapping[str, int]
    charts: tuple[Chart, ...]


def read_accuracy(path: Path = FIGURES_FILE) -> Accuracy | None:
    """Return the figures on record; None where there are none that can be read.

    Of the file's rows those are used that name a table and a measure known here. A row without
    a number, as a benchmark writes where it had too few pictures, is left out.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        charts = tuple(_charts(told["rows"]))
        counts = {kind: int(count) for kind, count in told["pictures"].items() if count}
        measured_on = date.fromisoformat(told["date"])
        return Accuracy(str(told["command"]), measured_on, counts, charts) if charts else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _charts(rows: Sequence[Mapping[str, Any]]) -> Iterator[Chart]:
    for table in TABLES:
        for measure in MEASURES:
            asked = [row for row in rows if (row["table"], row["measure"]) == (table, measure)]
            figures = [_figure(row) for row in asked if row["value"] == row["value"]]
            if figures:
                yield Chart(table, measure, tuple(figures))


def _figure(row: Mapping[str, Any]) -> Figure:
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    # A bootstrap interval need not hold its own figure, but all are shares.
    if not (0 <= low <= high <= 1 and 0 <= value <= 1):
        raise ValueError(f"no share, or no interval: {row}")
    return Figure(str(row["name"]), int(row["pictures"]), value, low, high)
