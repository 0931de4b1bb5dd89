"""What README and CONTRIBUTING say must be so."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from quiz.pages.resources import DATABASE_SETTING
from quiz.store import KEPT_DAYS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RUN, TEST = re.findall(r"```sh\n(.+?)\n```", README, re.DOTALL)
REQUIREMENT = re.compile(
    r"(?P<name>[\w.-]+)(?P<bounds>(==|>=)[\w.]+(,<[\w.]+)?)(; [^#]+)? +# (?P<reason>\S.*)"
)

SHOW_HELP = """
import contextlib, io, runpy, sys
for module in sys.argv[1:]:
    shown, sys.argv = io.StringIO(), [module, "--help"]
    # As if nobody had loaded it, so that it runs as a command.
    sys.modules.pop(module, None)
    with contextlib.redirect_stdout(shown):
        try:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        except SystemExit as end:
            assert not end.code, module
    print(module, *shown.getvalue().split()[:1])
"""


def _steps(command):
    return [step.strip() for step in command.split("&&")]


def test_readme_has_one_command_to_run_and_one_to_test():
    assert [_steps(RUN)[0], _steps(TEST)[0]] == ["python3 -m venv .venv"] * 2
    assert _steps(RUN)[-1] == ".venv/bin/streamlit run app.py"


def test_ci_runs_the_readmes_test_command():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    wanted = [shlex.split(step) for step in _steps(TEST)]
    ran = [shlex.split(line, comments=True) for line in script if not line.startswith("#")]
    ran = [[word for word in line if word != "--quiet"] for line in ran]
    assert [step for step in ran if step in wanted] == wanted


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_bounded_and_says_what_uses_it(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert listed
    for line in listed:
        match = REQUIREMENT.fullmatch(line)
        assert match, f"{name}: {line}"
        assert match["bounds"].startswith("==") or "<" in match["bounds"], line


def test_every_place_named_by_a_requirement_exists():
    text = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-dev.txt").read_text()
    named = re.findall(r"(?<![\w/])((?:\w+/)+[\w.]*|[\w.]+\.py|\.ci/run)", text)
    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_python_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11"
    assert "Python 3.11 or newer" in README


def test_settings_read_by_the_code_are_documented():
    read = set()
    for package in ("app.py", "lessons", "quiz", "models", "serving"):
        files = [ROOT / package] if package.endswith(".py") else (ROOT / package).rglob("*.py")
        for path in files:
            read |= set(re.findall(r"SECOND_LOOK_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert DATABASE_SETTING in read
    assert all(f"`{name}`" in README for name in read)


def test_days_answers_are_kept_are_the_stores():
    assert f"deleted after {KEPT_DAYS} days" in README


@pytest.mark.parametrize("document", [README, CONTRIBUTING])
def test_files_linked_or_shown_exist(document):
    linked = re.findall(r"\]\((?!http)([^)]+)\)", document)
    assert linked or document is CONTRIBUTING
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_documented_commands_exist():
    modules = sorted(set(re.findall(r"python -m ((?!pytest|venv)[\w.]+)", README + CONTRIBUTING)))
    assert len(modules) > 5
    # One interpreter for all: most of what each would take is loading the same libraries.
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SHOW_HELP, *modules],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [word for name in modules for word in (name, "usage:")]
