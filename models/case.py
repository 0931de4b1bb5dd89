"""Cases in which the detector is wrong, or says nothing: predict first, then see.

A case is one file in ``models/cases``. Its words may be written before; what the detector says is
found out anew each time, and ``Outcome`` says what has to come out for the words to be true.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from models.assessment import Assessment, assess
from models.case_picture import case_trust_list, known_steps, prepare
from models.image import LoadedImage, open_image
from models.provenance import CredentialState
from models.verdict import Conclusion

CASES = Path(__file__).parent / "cases"
_FILE = re.compile(r"\d\d-([a-z0-9-]+)\.toml")
_SAYS_NOTHING = {Conclusion.INCONCLUSIVE, Conclusion.NO_SIGN_FOUND}
_PROVEN = {Conclusion.PROVEN_GENERATED, Conclusion.PROVEN_EDITED}


class CaseError(ValueError):
    """A case file that cannot be used; ``str(error)`` names the file and what to change."""


class Outcome(StrEnum):
    """How the detector fails in a case, or has nothing to say.

    FALSE_ALARM: a real photograph gets the signs of a fake.
    CALLED_GENERATED: a real photograph is called made by a computer.
    MISS: nothing is found in a fake.
    LABEL_LOST: a trusted note said what the picture is; without it nothing does.
    IMPOSTOR: a valid signature under a false name, on a fake.
    TRACES_LOST: a fake that was found is not found any more once it was sent on.
    OUTSIDE_PIXELS: nothing is found because nothing is wrong with the picture; its words are.
    """

    FALSE_ALARM = "false_alarm"
    CALLED_GENERATED = "called_generated"
    MISS = "miss"
    LABEL_LOST = "label_lost"
    IMPOSTOR = "impostor"
    TRACES_LOST = "traces_lost"
    OUTSIDE_PIXELS = "outside_pixels"


@dataclass(frozen=True)
class Choice:
    """One thing that the learner may expect of the detector.

    Attributes:
        text: what it will say.
        reply: told to those who chose it, afterwards.
        comes_true: whether it is what the detector says.
    """

    text: str
    reply: str
    comes_true: bool = False


@dataclass(frozen=True)
class Case:
    """One case, in the language of its file; all texts are plain text.

    Attributes:
        id: stable, from the file's name.
        title: short, and silent on what comes out.
        picture: name of a picture that the site hands in.
        steps: what was done to that picture, names of ``case_picture.known_steps``.
        before: the same for an earlier state of it, which the detector has already seen; None
            where there is none.
        alt: what the picture shows.
        caption: words that came with the picture, or empty.
        is_real: whether the pixels are a photograph that nobody edited.
        expect: what has to come out.
        signs: artifacts that the words speak of: those that stand out, as moderate or strong
            signs, in the earlier state or, where there is none, in the picture.
        story: what the learner knows beforehand.
        question: what is to be predicted.
        choices: predictions, of which one comes true.
        truth: what the picture really is.
        after: what to take along.
    """

    id: str
    title: str
    picture: str
    steps: tuple[str, ...]
    before: tuple[str, ...] | None
    alt: str
    caption: str
    is_real: bool
    expect: Outcome
    signs: tuple[str, ...]
    story: str
    question: str
    choices: tuple[Choice, ...]
    truth: str
    after: str


@dataclass(frozen=True, eq=False)
class CaseResult:
    """What the detector says in a case, found out just now."""

    case: Case
    image: LoadedImage
    assessment: Assessment
    before: Assessment | None

    @cached_property
    def came_out_as_expected(self) -> bool:
        """Whether the detector did what the case's words say."""
        return _came_out(self)


def load_cases(folder: Path = CASES) -> tuple[Case, ...]:
    """Return the cases in order of their files' names, which begin with a number.

    Raises:
        CaseError: a file that is not as ``Case`` says.
    """
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")))


def case_image(case: Case, picture: Path) -> LoadedImage:
    """Return a case's picture, made from the file that ``case.picture`` stands for."""
    return open_image(prepare(picture.read_bytes(), case.steps))


def examine_before(case: Case, picture: Path) -> Assessment | None:
    """Return what the detector says of the picture's earlier state; None where there is none."""
    if case.before is None:
        return None
    return assess(open_image(prepare(picture.read_bytes(), case.before)), case_trust_list())


def examine_case(case: Case, picture: Path) -> CaseResult:
    """Ask the detector about a case's picture; in cases our test authority is trusted."""
    image = case_image(case, picture)
    assessed = assess(image, case_trust_list())
    return CaseResult(case, image, assessed, examine_before(case, picture))


def _load(path: Path) -> Case:
    named = _FILE.fullmatch(path.name)
    if named is None:
        raise CaseError(f"{path.name}: name it 01-some-words.toml.")
    try:
        case = _case(named[1], tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CaseError(f"{path.name}: {error!r}; compare it with the other cases.") from error
    unknown = {*case.steps, *(case.before or ())} - known_steps().keys()
    if unknown:
        raise CaseError(f"{path.name}: no such step: {', '.join(sorted(unknown))}.")
    if sum(choice.comes_true for choice in case.choices) != 1 or len(case.choices) < 2:
        raise CaseError(f"{path.name}: give two choices or more, of which one comes true.")
    return case


def _case(case_id: str, table: dict[str, Any]) -> Case:
    before = table.pop("before", None)
    return Case(
        id=case_id,
        steps=tuple(table.pop("steps")),
        before=None if before is None else tuple(before),
        caption=table.pop("caption", ""),
        expect=Outcome(table.pop("expect")),
        signs=tuple(table.pop("signs", ())),
        choices=tuple(Choice(**choice) for choice in table.pop("choices")),
        **table,
    )


def _says_fake(assessed: Assessment | None) -> bool:
    return assessed is not None and assessed.verdict.conclusion not in _SAYS_NOTHING


def _finds_nothing(assessed: Assessment) -> bool:
    """Return whether it says that it found no sign; that it cannot tell is another answer."""
    return assessed.verdict.conclusion is Conclusion.NO_SIGN_FOUND


def _is_proven(assessed: Assessment | None) -> bool:
    return assessed is not None and assessed.verdict.conclusion in _PROVEN


def _came_out(result: CaseResult) -> bool:
    case, assessed, before = result.case, result.assessment, result.before
    credential = assessed.provenance.credential_state
    match case.expect:
        case Outcome.FALSE_ALARM:
            return case.is_real and _says_fake(assessed)
        case Outcome.CALLED_GENERATED:
            return case.is_real and assessed.verdict.word == "generated"
        case Outcome.MISS:
            return not case.is_real and _finds_nothing(assessed)
        case Outcome.LABEL_LOST:
            is_absent = credential is CredentialState.ABSENT
            return _is_proven(before) and is_absent and _finds_nothing(assessed)
        case Outcome.IMPOSTOR:
            is_strange = credential is CredentialState.VALID_UNKNOWN_SIGNER
            return not case.is_real and is_strange and _finds_nothing(assessed)
        case Outcome.TRACES_LOST:
            return not case.is_real and _says_fake(before) and _finds_nothing(assessed)
        case Outcome.OUTSIDE_PIXELS:
            return case.is_real and bool(case.caption) and _finds_nothing(assessed)
