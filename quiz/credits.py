"""The credits of every picture, as one Markdown document."""

from collections.abc import Iterable

from quiz.item import Credit, Item
from quiz.licence import licence_address
from quiz.pack import Pack

HEADING = """# Picture credits

Written by `python -m quiz credits` from the packs; do not edit by hand.

Every picture of the quiz is listed by its id, with each photograph it was made from. A picture we
edited comes under CC BY 4.0, or under the share-alike licence of a photograph in it.
"""


def credits_document(packs: Iterable[Pack]) -> str:
    """Return the credits of all items of all packs as Markdown."""
    parts = [f"\n## {pack.title}\n\n{credits_list(pack)}\n" for pack in packs]
    return HEADING + "".join(parts)


def credits_list(pack: Pack) -> str:
    """Return the credits of one pack's items as a Markdown list, in the order of their ids."""
    return "\n".join(_item_line(item) for item in pack.items)


def credit_line(credit: Credit) -> str:
    """Return one photograph's credit as a line of Markdown."""
    line = f"*{credit.title}* by {credit.author}, {licence_link(credit.licence)}, <{credit.source}>"
    return f"{line} (before us: {credit.changes})" if credit.changes else line


def licence_link(licence: str) -> str:
    """Return a licence's name as a Markdown link to its text.

    >>> licence_link("CC-BY-4.0")
    '[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)'
    """
    name = licence.replace("CC-BY", "CC BY").replace("-domain", " domain")
    family, dash, version = name.rpartition("-")
    name = f"{family} {version}" if dash and version[0].isdigit() else name
    return f"[{name}]({licence_address(licence)})"


def _item_line(item: Item) -> str:
    photographs = "; ".join(map(credit_line, item.credits))
    return f"- **{item.id}** ({licence_link(item.licence)}): {photographs}"
