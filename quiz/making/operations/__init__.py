"""Edits a recipe can ask for, one file each.

Each module has ``apply(canvas, photographs, **parameters) -> (edited, mask)``: canvas and edited
are uint8 (H, W, 3), mask is bool (H, W) and covers every pixel that changed. Lengths and corners
are pixels of the canvas. `photographs` opens a second photograph by its id.
"""

import pkgutil


def operation_names() -> list[str]:
    """Return the edits a recipe can ask for: one for each file here."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
