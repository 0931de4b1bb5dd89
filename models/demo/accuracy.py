"""How often the detector is right, as charts that are tables, so that everybody can read them."""

from pathlib import Path

from models.accuracy import read_accuracy
from models.delivery import Delivery
from models.demo.parts import html
from models.markup import render
from models.text import text


def accuracy_tab(figures: Path) -> None:
    """Put the section into the page that is being built.

    Args:
        figures: the file that the benchmark wrote.
    """
    # Drawn here and not by a plotting library: those weigh 1.3 MB on the way and 4.6 MB in a
    # phone, and draw figures that nobody can hear.
    content = render("accuracy.html", accuracy=read_accuracy(figures), name_of=_name_of)
    html(content, elem_id="figures")


def _name_of(table: str, name: str) -> str:
    if table == "delivery" and name in set(Delivery):
        return text(f"delivery-{name}")
    if table == "stability":
        return text(f"accuracy-{name}")
    if table == "verdict":
        kind, _, word = name.partition(": ")
        return text("accuracy-verdict", {"kind": kind, "word": word})
    if table == "strength":
        kind, _, strength = name.partition(": ")
        return text("accuracy-strength", {"kind": kind, "strength": strength})
    if table == "kind":
        return text("accuracy-kind", {"kind": name})
    if name.startswith("twins: "):
        return text("accuracy-twins", {"kind": name.removeprefix("twins: ")})
    if name.endswith(", shrunk"):
        generator = _plain(name.removesuffix(", shrunk"))
        return text("accuracy-shrunk", {"generator": generator})
    return _plain(name)


def _plain(name: str) -> str:
    """Return a generator's name without what only belongs to its file."""
    return name.removesuffix(".safetensors").replace("_", " ")
