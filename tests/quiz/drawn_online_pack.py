"""A small online pack of drawn pictures: two photographs, a part taken out of one of them."""

import hashlib
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

ID = "weather"
COMMIT = "0123456789" * 4
SIZE = (320, 256)
PICTURES = {"real": "1" * 16, "edited": "2" * 16, "original": "3" * 16, "mask": "4" * 16}

MANIFEST = f"""
format = 1
id = "{ID}"
title = "Weather"
language = "en"
size = [{SIZE[0]}, {SIZE[1]}]
"""

DOWNLOAD = """
[[downloads]]
id = "{id}"
repository = "ann/weather"
commit = "{commit}"
path = "skies/{id}.png"
sha256 = "{sha256}"
bytes = {bytes}
title = "A {id}"
author = "Ann"
licence = "CC0-1.0"
source = "https://weather.example/{id}"
"""

ITEM = """
id = "{id}"
{fields}
alt = "Coloured squares."
description = "Coloured squares beside one another."
why = "The squares say so."
check = ["Are there squares?"]

[[credits]]
title = "A {photograph}"
author = "Ann"
licence = "CC0-1.0"
source = "https://weather.example/{photograph}"

[making]
photograph = "{photograph}"
"""

REAL = f"""
kind = "real"
odd = false
picture = "{PICTURES["real"]}.webp"
"""

EDITED = f"""
kind = "removal"
picture = "{PICTURES["edited"]}.webp"
original = "{PICTURES["original"]}.webp"
mask = "{PICTURES["mask"]}.png"
made = "Some squares were covered with others."
"""

EDITS = """
[[making.edits]]
operation = "removal"
outline = [[100, 100], [150, 100], [150, 150], [100, 150]]
shift = [80, 0]

[[regions]]
polygon = [[0.3, 0.4], [0.5, 0.4], [0.5, 0.6], [0.3, 0.6]]
family = "technical"
reason = "The same squares stand further right."
"""


def photograph(seed: int) -> bytes:
    """Return a PNG of coloured squares, 640 x 520."""
    squares = np.random.default_rng(seed).integers(0, 256, (52, 64, 3), np.uint8)
    out = BytesIO()
    Image.fromarray(squares.repeat(10, axis=0).repeat(10, axis=1)).save(out, "PNG")
    return out.getvalue()


def write_online_pack(folder: Path) -> dict[str, bytes]:
    """Write the pack's texts, and return what a server must have, by path."""
    online = folder / ID
    (online / "items").mkdir(parents=True)
    (online / "pack.toml").write_text(MANIFEST)
    files = {}
    listing = ""
    for seed, name in enumerate(("rainbow", "storm")):
        data = photograph(seed)
        files[f"/ann/weather/{COMMIT}/skies/{name}.png"] = data
        listing += DOWNLOAD.format(
            id=name, commit=COMMIT, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data)
        )
    (online / "downloads.toml").write_text(listing)
    real = ITEM.format(id="colours-above", photograph="rainbow", fields=REAL)
    edited = ITEM.format(id="dark-afternoon", photograph="storm", fields=EDITED) + EDITS
    (online / "items" / "colours-above.toml").write_text(real)
    (online / "items" / "dark-afternoon.toml").write_text(edited)
    return files
