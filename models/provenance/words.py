"""Words that a stranger wrote, made fit to be shown."""

MOST_SIGNS = 80


def one_line(words: str, most: int = MOST_SIGNS) -> str:
    """Return words on one line of at most ``most`` signs, still to be escaped for a page.

    Signs that cannot be printed become spaces: they can command a terminal, or turn the direction
    of the line round, so that our own words around them are read backwards.

    >>> one_line("Nikon\\u202e\\n is   not trusted")
    'Nikon is not trusted'
    """
    printable = "".join(sign if sign.isprintable() else " " for sign in words)
    line = " ".join(printable.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
