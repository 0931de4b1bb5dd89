"""Figures in tables, for reading and for other programs."""

from dataclasses import dataclass, field

from tests.benchmarks.measures import Measured

Cell = Measured | float | int


@dataclass
class Table:
    """Figures under one heading.

    Attributes:
        title: what is compared, one line.
        note: how to read it.
        rows: each row's figures by column; a row may lack some.
    """

    title: str
    note: str
    rows: dict[str, dict[str, Cell]] = field(default_factory=dict)

    def markdown(self) -> str:
        """Return heading, note and table; intervals in brackets."""
        columns = list(dict.fromkeys(name for row in self.rows.values() for name in row))
        lines = [f"| | {' | '.join(columns)} |", "|---|" + "---|" * len(columns)]
        for name, row in self.rows.items():
            cells = [_shown(row[column]) if column in row else "" for column in columns]
            lines.append(f"| {name} | {' | '.join(cells)} |")
        return "\n".join([f"## {self.title}", "", self.note, "", *lines, ""])

    def record(self) -> dict[str, object]:
        """Return the same for JSON; a figure with an interval is a list of three."""
        return {"title": self.title, "note": self.note, "rows": self.rows}


def _shown(cell: Cell) -> str:
    match cell:
        case Measured(value, low, high):
            return f"{value:.3g} [{low:.3g}, {high:.3g}]"
        case int():
            return str(cell)
        case _:
            return f"{cell:.3g}"
