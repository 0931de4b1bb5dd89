"""The credits of every picture, as one Markdown document."""

from collections.abc import Iterable

from quiz.item import Credit
from quiz.licence import OWN_WORDS, licence_address
from quiz.pack import Pack
from quiz.plain_text import in_markdown
from quiz.text import text

HEADING = """# Picture credits

Written by `python -m quiz credits` from the packs; do not edit by hand.

These are the photographs that the quiz uses. We cropped them and made them smaller, and changed
some of them for the quiz. A picture that we changed comes under CC BY 4.0, or under the share-alike
licence of a photograph in it; the quiz names it with its photographs after the answer. Which of
them were changed is not said here, so that the list gives no answer away.
"""


def credits_document(packs: Iterable[Pack]) -> str:
    """Return the credits of all photographs of all packs as Markdown."""
    parts = [f"\n## {in_markdown(pack.title)}\n\n{credits_list(pack)}\n" for pack in packs]
    return HEADING + "".join(parts)


def credits_list(pack: Pack) -> str:
    """Return the photographs of one pack as a Markdown list: each once, in order of title.

    By photograph, not by item: an item's own licence, or its second photograph, would tell that
    it is a fake.
    """
    photographs = {credit for item in pack.items for credit in item.credits}
    ordered = sorted(photographs, key=lambda credit: (credit.title.casefold(), credit.source))
    return "\n".join(f"- {credit_line(credit)}" for credit in ordered)


def credit_line(credit: Credit) -> str:
    """Return one photograph's credit as a line of Markdown."""
    title, author, changes = map(in_markdown, (credit.title, credit.author, credit.changes))
    line = f"*{title}* by {author}, {licence_link(credit.licence)}"
    if credit.is_published:
        line += f", <{credit.source}>"
    return f"{line} (before us: {changes})" if changes else line


def licence_link(licence: str) -> str:
    """Return a licence's name as a Markdown link to its text.

    >>> licence_link("CC-BY-4.0")
    '[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)'
    """
    return f"[{_licence_name(licence)}]({licence_address(licence)})"


def _licence_name(licence: str) -> str:
    if licence in OWN_WORDS:
        return text(f"licence-{licence}")
    name = licence.replace("CC-BY", "CC BY").replace("-domain", " domain")
    family, dash, version = name.rpartition("-")
    return f"{family} {version}" if dash and version[0].isdigit() else name
