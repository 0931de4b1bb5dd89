"""What a framework of AI literacy wants learners to be able to do, and which lesson serves it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FRAMEWORK = Path(__file__).with_name("competences.toml")


@cache
def competences() -> Mapping[str, str]:
    """Return the domain of each competence, by the framework's own wording.

    Source:
        European Commission and OECD (2025), Empowering Learners for the Age of AI: An AI Literacy
        Framework for Primary and Secondary Education, review draft.
    """
    table = tomllib.loads(_FRAMEWORK.read_text(encoding="utf-8"))
    return {
        wording: domain
        for domain, listed in table.items()
        if isinstance(listed, list)
        for wording in listed
    }
