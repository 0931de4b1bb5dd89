"""The words of the quiz, by key."""

from pathlib import Path

from fluent.runtime import FluentLocalization, FluentResourceLoader

_LOCALES = Path(__file__).with_name("locales") / "{locale}"
text = FluentLocalization(
    ["en"], ["quiz.ftl"], FluentResourceLoader(str(_LOCALES)), use_isolating=False
).format_value
