"""Claims to be checked with given sources: what was posted, who says what, and what is true."""

import tomllib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lessons.front_matter import field_lines
from lessons.problem import ContentProblem, Fields

CLAIMS_FILE = "claims.toml"  # in the folder of a language

_CLAIM_FIELDS = frozenset({"id", "picture", "unseen", "words", "verdict", "sources", "feedback"})
_SOURCE_FIELDS = frozenset({"title", "says", "fact"})
_FEEDBACK_FIELDS = frozenset({"verdict", "text"})


class Verdict(StrEnum):
    """What may be said of a claim."""

    TRUE = "true"
    FALSE = "false"
    OPEN = "open"


@dataclass(frozen=True)
class Source:
    """Somebody who says something about a claim.

    Attributes:
        title: who or what it is.
        says: what is found there.
        fact: id of the fact in the ledger that it stands for, or empty if it was made up.
    """

    title: str
    says: str
    fact: str = ""


@dataclass(frozen=True)
class Claim:
    """A post, and what can be found out about it.

    Attributes:
        words: what was posted.
        picture: id of the picture that was posted, or empty.
        unseen: what the picture shows, where there is none to be shown.
        verdict: what the sources allow to say.
        feedback: what to tell a learner, by what they decided.
    """

    id: str
    words: str
    picture: str
    unseen: str
    verdict: Verdict
    sources: tuple[Source, ...]
    feedback: dict[Verdict, str]


def read_claims(path: Path) -> tuple[list[Claim], list[ContentProblem]]:
    """Read the claims of a language, and everything that is wrong with them."""
    try:
        content = path.read_text(encoding="utf-8")
        table = tomllib.loads(content)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [], [ContentProblem(path, 1, "", f"Is not readable as TOML: {error}. Mend it.")]
    fields = Fields(path, table, field_lines(content.splitlines()))
    fields.refuse_others(frozenset({"claims"}))
    claims = [_claim(inner) for inner in fields.tables("claims", least=1)]
    return claims, fields.problems


def claim_problems(folder: Path, facts: Container[str]) -> list[ContentProblem]:
    """Return what is wrong with the claims in a language's folder; nothing if it has none.

    Args:
        folder: where the lessons of the language lie.
        facts: ids of the ledger.
    """
    path = folder / CLAIMS_FILE
    if not path.is_file():
        return []
    claims, problems = read_claims(path)
    unknown = sorted(name for name in cited(claims) if name not in facts)
    message = "There is no fact {!r} in facts.toml; add it or mend the id."
    return problems + [ContentProblem(path, 1, "fact", message.format(name)) for name in unknown]


def cited(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the ids of the facts that the sources of some claims stand for."""
    return frozenset(source.fact for claim in claims for source in claim.sources if source.fact)


def _claim(fields: Fields) -> Claim:
    fields.refuse_others(_CLAIM_FIELDS)
    picture, unseen = (fields.text(name) if name in fields.table else "" for name in
                       ("picture", "unseen"))  # fmt: skip
    if bool(picture) == bool(unseen):
        fields.fault("picture", "Give the id of a picture, or say under `unseen` what it shows.")
    return Claim(
        id=fields.text("id"),
        words=fields.text("words"),
        picture=picture,
        unseen=unseen,
        verdict=_verdict(fields),
        sources=tuple(_source(inner) for inner in fields.tables("sources", least=2)),
        feedback=_feedback(fields),
    )


def _source(fields: Fields) -> Source:
    fields.refuse_others(_SOURCE_FIELDS)
    fact = fields.text("fact") if "fact" in fields.table else ""
    return Source(fields.text("title"), fields.text("says"), fact)


def _feedback(fields: Fields) -> dict[Verdict, str]:
    found: dict[Verdict, str] = {}
    for inner in fields.tables("feedback", least=len(Verdict)):
        inner.refuse_others(_FEEDBACK_FIELDS)
        found[_verdict(inner)] = inner.text("text")
    if missing := [verdict.value for verdict in Verdict if verdict not in found]:
        fields.fault("feedback", f"Says nothing about {', '.join(missing)}; explain every choice.")
    return found


def _verdict(fields: Fields) -> Verdict:
    value = fields.text("verdict")
    if value in set(Verdict):
        return Verdict(value)
    fields.fault("verdict", f"Use one of {', '.join(Verdict)}.")
    return Verdict.OPEN
