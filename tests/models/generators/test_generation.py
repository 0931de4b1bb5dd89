import subprocess
import sys

import pytest

from models.generators import GeneratorError, Recipe, generate


def test_import_brings_no_heavy_library():
    code = (
        "import sys, models.generators; print('torch' in sys.modules, 'diffusers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_unknown_model_is_refused():
    with pytest.raises(GeneratorError, match="no folder 'sculptor'"):
        generate(Recipe("sculptor"))
