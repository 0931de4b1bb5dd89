from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from skimage import data

from tests.benchmarks.innocent import HISTORIES, captioned


@pytest.fixture(scope="module")
def photograph():
    return Image.fromarray(data.coffee())


@pytest.mark.parametrize("history", HISTORIES)
def test_history_leaves_the_same_picture(history, photograph):
    with Image.open(BytesIO(HISTORIES[history](photograph))) as after:
        small, before = (
            np.asarray(each.convert("L").resize((30, 20)), float)[:12]
            for each in (after, photograph)
        )
    assert np.abs(small - before).mean() < 5


@pytest.mark.parametrize("bar", [(10, 10, 10), (255, 255, 255), None])
def test_caption_is_written_below_and_nowhere_else(bar, photograph):
    changed = (np.asarray(captioned(photograph, bar)) != np.asarray(photograph)).any(axis=2)
    rows = np.flatnonzero(changed.any(axis=1))
    assert rows[0] > 0.8 * photograph.height
    assert rows[-1] <= photograph.height - 1
    # Letters are written all along the line.
    assert changed.any(axis=0).mean() > 0.5
