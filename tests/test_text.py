"""Words come from files: every key used is there, and a class may ask for them at once."""

import importlib
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from fluent.syntax import FluentParser, ast

ROOT = Path(__file__).parents[1]
PACKAGES = ("quiz", "lessons", "models")
CLASS_SIZE = 30


def _keys(package):
    source = (ROOT / package / "locales/en" / f"{package}.ftl").read_text(encoding="utf-8")
    body = FluentParser().parse(source).body
    assert not [entry for entry in body if isinstance(entry, ast.Junk)]
    return [entry.id.name for entry in body if isinstance(entry, ast.Message)]


def _used(package):
    files = [*(ROOT / package).rglob("*.py"), *(ROOT / package).rglob("*.html")]
    if package == "quiz":
        files.append(ROOT / "app.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return set(re.findall(r'(?<![\w.])text\(\s*f?"([\w-]+)', code))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_key_named_in_the_code_has_a_text(package):
    used, keys = _used(package), _keys(package)
    assert used
    # A key put together while running is known by its beginning alone.
    assert [
        part
        for part in used
        if part not in keys
        and not (part.endswith("-") and any(key.startswith(part) for key in keys))
    ] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_key_is_defined_twice(package):
    keys = _keys(package)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_class_can_ask_for_the_first_text_at_once(package):
    key = _keys(package)[0]
    ready = Barrier(CLASS_SIZE)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        fresh = importlib.reload(importlib.import_module(f"{package}.text"))

        def ask(_):
            ready.wait()
            return fresh.text(key)

        with ThreadPoolExecutor(CLASS_SIZE) as learners:
            answers = set(learners.map(ask, range(CLASS_SIZE)))
    finally:
        sys.setswitchinterval(interval)
    assert len(answers) == 1
    assert answers != {key}
