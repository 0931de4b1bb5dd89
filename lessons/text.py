"""The lesson page's and the checker's strings, kept in ``lessons/locales``."""

from pathlib import Path

from fluent.runtime import FluentLocalization, FluentResourceLoader

_LOCALES = str(Path(__file__).parent / "locales" / "{locale}")

text = FluentLocalization(
    ["en"], ["lessons.ftl"], FluentResourceLoader(_LOCALES), use_isolating=False
).format_value
