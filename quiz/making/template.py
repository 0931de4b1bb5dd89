"""The template of a new item."""

import json
import secrets
from pathlib import Path

from quiz.item import ITEM_ID, Credit, Kind, Subject

MANIFEST = """format = 1
id = "{id}"
title = ""
language = "en"
"""
REGION = """
[[regions]]
# Corners as shares of width and height, 0 to 1, clockwise.
polygon = []
# anatomical, stylistic, functional, physics, sociocultural, technical, or context
family = ""
reason = ""
"""


def write_template(
    pack: Path, item_id: str, kind: str, photograph: str = "", credit: Credit | None = None
) -> Path:
    """Write a new item file with every field, ready to be filled in, and return its path.

    In a folder that is no pack yet, the pack's own file is written too.

    Raises:
        ValueError: the id or kind cannot be used, or the item exists; says what to do.
    """
    if not ITEM_ID.fullmatch(item_id):
        raise ValueError(f"{item_id!r}: use lower-case words and digits joined by hyphens.")
    if kind not in list(Kind):
        raise ValueError(f"{kind!r} is no kind; use one of: {', '.join(Kind)}.")
    path = pack / "items" / f"{item_id}.toml"
    if path.exists():
        raise ValueError(f"{path} exists already; choose another id.")
    sort = Kind(kind)
    credit = credit or Credit("", "", "", "")
    lines = [f'id = "{item_id}"', f'kind = "{kind}"']
    lines += [f"# What is mainly seen: {', '.join(Subject)}", 'subject = ""']
    if sort is Kind.REAL:
        lines.append("# true if people might take this real picture for a fake")
        lines.append("odd = false")
    # Random names, so that neither a name nor its order tells which pictures are real.
    lines.append(f'picture = "{secrets.token_hex(8)}.webp"')
    if sort.is_edit:
        lines.append(f'original = "{secrets.token_hex(8)}.webp"')
        lines.append(f'mask = "{secrets.token_hex(8)}.png"')
    lines += [
        "# Shown before the answer: what is seen, and nothing that gives the answer away.",
        'alt = ""',
        "# Shown after the answer.",
        'description = ""',
        'why = ""',
        "check = []",
    ]
    if sort.is_edit or sort is Kind.GENERATED:
        lines.append('made = ""')
    if sort is Kind.CONTEXT:
        lines += [
            "# What somebody might write under it, and what is not true of it.",
            'caption = ""',
        ]
    lines.append(REGION)
    lines.append("[[credits]]")
    for name in ("title", "author", "licence", "source", "changes"):
        value = getattr(credit, name)
        if value or name != "changes":
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    lines += ["", "[making]", f'photograph = "{photograph}"']
    if sort.is_edit:
        lines += ["", "[[making.edits]]", 'operation = ""']
    path.parent.mkdir(parents=True, exist_ok=True)
    manifest = pack / "pack.toml"
    if not manifest.exists():
        manifest.write_text(MANIFEST.format(id=pack.resolve().name), encoding="utf-8")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
