"""Who may import what, proved in fresh interpreters and over the whole tree."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    "quiz/pages/home.py",
    "quiz/pages/play.py",
    "quiz/pages/gallery.py",
    "quiz/pages/packs.py",
    "quiz/pages/make_pack.py",
    "quiz/pages/credits.py",
    "lessons/page.py",
    "lessons/pages/guide.py",
    "lessons/pages/facts.py",
]

# Tools that make packs: they ask the detector about a picture, or a model to make one.
BORROWERS = {
    "quiz/making/detector.py": "models",
    "quiz/making/operations/regenerate.py": "models",
}

RUN_PAGES = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
for page in sys.argv[1].split():
    app.switch_page(page).run()
    assert not app.exception, (page, app.exception)
print(" ".join(name for name in sys.argv[2].split() if name in sys.modules))
"""


def _loaded_by(code: str, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_no_page_loads_models_or_gradio():
    forbidden = "torch diffusers gradio fpdf"
    assert _loaded_by(RUN_PAGES, " ".join(PAGES), forbidden) == set()


def test_playing_a_round_loads_nothing_heavy():
    assert _loaded_by(RUN_PAGES, "quiz/pages/play.py", "torch diffusers gradio cv2 scipy") == set()


def test_the_check_above_sees_a_module_that_is_loaded():
    assert _loaded_by(RUN_PAGES, "quiz/pages/play.py", "streamlit sqlalchemy torch") == {
        "streamlit",
        "sqlalchemy",
    }


def test_starting_the_server_loads_neither_models_nor_gradio():
    code = "import sys, app; print(*(m for m in sys.argv[1].split() if m in sys.modules))"
    assert _loaded_by(code, "torch diffusers gradio cv2 scipy") == set()


def _domain_files():
    for package in ("lessons", "quiz", "models", "components"):
        for path in sorted((ROOT / package).rglob("*.py")):
            relative = path.relative_to(ROOT)
            is_page = "pages" in relative.parts or relative.name == "page.py"
            if not is_page:
                yield pytest.param(package, path, id=str(relative))


@pytest.mark.parametrize(("package", "path"), list(_domain_files()))
def test_domain_module_leaves_the_other_packages_alone(package, path):
    allowed = {package, BORROWERS.get(path.relative_to(ROOT).as_posix())}
    others = {"lessons", "quiz", "models", "serving", "components", "app"} - allowed
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.partition(".")[0])
    assert imported & others == set()
