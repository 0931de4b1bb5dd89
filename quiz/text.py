"""The words of the quiz, by key."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from fluent.runtime import FluentLocalization, FluentResourceLoader

_LOCALES = Path(__file__).with_name("locales") / "{locale}"
_localization = FluentLocalization(
    ["en"], ["quiz.ftl"], FluentResourceLoader(str(_LOCALES)), use_isolating=False
)
# The file is read at the first call; a class arriving at once must not read it twice over.
_lock = Lock()


def text(key: str, arguments: Mapping[str, Any] | None = None) -> str:
    """Return the text of ``key`` in ``quiz.ftl``, with ``arguments`` filled in."""
    with _lock:
        return _localization.format_value(key, arguments)
