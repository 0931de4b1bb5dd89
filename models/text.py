"""The detector's user-visible strings, kept in ``models/locales``."""

from pathlib import Path

from fluent.runtime import FluentLocalization, FluentResourceLoader

_LOCALES = str(Path(__file__).parent / "locales" / "{locale}")

text = FluentLocalization(
    ["en"], ["models.ftl"], FluentResourceLoader(_LOCALES), use_isolating=False
).format_value
