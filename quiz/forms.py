"""Matched forms: three sets of pictures, alike in all that can be counted, to measure with.

A learner who is measured with the same pictures before and after remembers them, and one who is
measured with harder pictures seems to have learnt nothing. So a pack may keep three sets aside, as
equal as its items allow, for before the lessons, after them, and weeks later.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from quiz.item import Item
from quiz.pack import Pack
from quiz.problem import ContentProblem

FORMS = ("a", "b", "c")
FORM_LENGTH = 12
# Half of them, so that one form says as much about believing as about catching.
REALS_IN_FORM = FORM_LENGTH // 2
# Steps of difficulty, from 1 to 5, that the means of two forms may differ: 3 over all 12 pictures.
DIFFICULTY_TOLERANCE = 0.25
# Pictures by which two forms may differ at one level of difficulty.
LEVEL_TOLERANCE = 1


@dataclass(frozen=True)
class FormProfile:
    """All that must be alike between forms. The counters hold the number of pictures.

    Attributes:
        kinds: by kind; a real one that looks odd counts as "odd", not as "real".
        captions: by whether it is real or fake, of those shown with a caption.
        subjects: by subject.
        levels: by difficulty, from 1 to 5.
    """

    kinds: Counter[str]
    captions: Counter[str]
    subjects: Counter[str]
    levels: Counter[int]

    @property
    def difficulty(self) -> float:
        """Mean difficulty, 1 to 5; 0 if no picture has one."""
        known = self.levels.total()
        return sum(level * n for level, n in self.levels.items()) / known if known else 0.0

    def as_json(self) -> dict[str, object]:
        """Return it as `quiz check --json` prints it."""
        counters = ("kinds", "captions", "subjects", "levels")
        counted = {name: dict(sorted(getattr(self, name).items())) for name in counters}
        return {**counted, "difficulty": round(self.difficulty, 2)}


def profile(items: Iterable[Item]) -> FormProfile:
    """Count what must be alike; an item without subject or difficulty is left out there."""
    items = list(items)
    return FormProfile(
        kinds=Counter("odd" if item.odd else item.kind.value for item in items),
        captions=Counter("real" if item.is_real else "fake" for item in items if item.caption),
        subjects=Counter(item.subject.value for item in items if item.subject),
        levels=Counter(item.difficulty for item in items if item.difficulty),
    )


def known_elsewhere(pack: Pack) -> frozenset[str]:
    """Return the photographs that learners meet outside the quiz, by their address."""
    return frozenset(
        source for name in (*pack.examples, *pack.taught) for source in pack.item(name).sources
    )


def form_profiles(pack: Pack) -> dict[str, FormProfile]:
    """Return the profile of each form of a pack, by its name."""
    return {
        name: profile(pack.item(item_id) for item_id in form) for name, form in pack.forms.items()
    }


def form_problems(pack: Pack) -> list[ContentProblem]:
    """Return what keeps the forms of a pack from being matched; nothing if it has no forms.

    Matched are forms of `FORM_LENGTH` pictures, half of them real, that have the same kinds, the
    same subjects, as many captions, mean difficulties within `DIFFICULTY_TOLERANCE` and numbers at
    each level within `LEVEL_TOLERANCE`. No photograph is used twice in them, none is met in a
    lesson or as an example of the detector, and neither a caption nor a subject is a clue by
    itself: as many pictures with it are real as fake.
    """
    if not pack.forms:
        return []
    problems = _Problems(pack)
    if tuple(sorted(pack.forms)) != FORMS:
        problems.note("", f"Name them {', '.join(FORMS)}.")
    for name, form in pack.forms.items():
        problems.note(name, *_one_form([pack.item(item_id) for item_id in form]))
    for (first, one), (second, other) in combinations(form_profiles(pack).items(), 2):
        problems.note(second, *_differences(first, one, other))
    problems.note("", *_photographs(pack))
    return problems.found


class _Problems:
    def __init__(self, pack: Pack) -> None:
        self.path = pack.folder / "pack.toml"
        self.found: list[ContentProblem] = []

    def note(self, form: str, *messages: str) -> None:
        place = f"forms.{form}" if form else "forms"
        self.found.extend(ContentProblem(self.path, place, message) for message in messages)


def _one_form(items: Sequence[Item]) -> Iterable[str]:
    if len(items) != FORM_LENGTH:
        yield f"Holds {len(items)} pictures; take {FORM_LENGTH}."
    reals = sum(item.is_real for item in items)
    if reals != REALS_IN_FORM:
        yield f"Holds {reals} real pictures; take {REALS_IN_FORM}."
    for item in items:
        if item.subject is None or item.difficulty is None:
            yield f"{item.id!r} lacks `subject` or `difficulty`; add it."
    captions = profile(items).captions
    if captions["real"] != captions["fake"]:
        yield "A caption tells: take as many captions that are true as ones that are not."
    subjects = {
        real: Counter(item.subject for item in items if item.subject and item.is_real is real)
        for real in (True, False)
    }
    for subject in sorted(subjects[True] | subjects[False]):
        real, fake = subjects[True][subject], subjects[False][subject]
        if real != fake:
            yield f"A subject tells: {real} real, {fake} fake of {subject}; take as many of both."


def _differences(first: str, one: FormProfile, other: FormProfile) -> Iterable[str]:
    for name in ("kinds", "captions", "subjects"):
        there, here = getattr(one, name), getattr(other, name)
        if there != here:
            more, fewer = dict(here - there), dict(there - here)
            yield f"Other {name} than form {first}: more {more}, fewer {fewer}."
    if abs(one.difficulty - other.difficulty) > DIFFICULTY_TOLERANCE:
        yield (
            f"Mean difficulty {other.difficulty:.2f}, that of form {first} is"
            f" {one.difficulty:.2f}; at most {DIFFICULTY_TOLERANCE} may lie between them."
        )
    for level in sorted(one.levels | other.levels):
        if abs(one.levels[level] - other.levels[level]) > LEVEL_TOLERANCE:
            yield (
                f"{other.levels[level]} pictures of difficulty {level},"
                f" form {first} has {one.levels[level]}."
            )


def _photographs(pack: Pack) -> Iterable[str]:
    items = [pack.item(item_id) for form in pack.forms.values() for item_id in form]
    uses = Counter(source for item in items for source in item.sources)
    for source, times in sorted(uses.items()):
        if times > 1:
            yield f"{source} is used {times} times; take each photograph once."
    for source in sorted(known_elsewhere(pack) & uses.keys()):
        yield f"{source} is used in a lesson or an example; take another photograph."
