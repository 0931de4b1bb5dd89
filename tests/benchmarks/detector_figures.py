"""Figures of the detector, one a row, as the detector page reads them.

Intervals are 95%: bootstrap over pictures, Wilson for shares. Answers about one picture in several
deliveries are no independent witnesses, see ``measures.share``. A calibration error has none: it is
never below 0, and a bootstrap of it lies above the truth; what stands beside it is what chance
makes.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import roc_auc_score

from models.analysis import Strength
from models.delivery import Delivery
from quiz.item import Kind
from tests.benchmarks.measures import share

RESAMPLES = 1000
BINS = 15
# Drawn anew, one or two pictures of a generator would look as sure as a hundred.
LEAST_PICTURES = 3
# Of a generator's name.
SHRUNK = ", shrunk"
STRENGTHS = tuple(strength.name.lower() for strength in Strength)
STRONG = STRENGTHS[-1]
# Beginnings of generators' names.
_FAMILIES = "aura", "cosmos", "flux", "hidream", "sd3.5"
# Eight re-deliveries of one picture; a rename would be a ninth, but no name is ever seen.
REDELIVERIES = (Delivery.AS_IT_IS, Delivery.JPEG_90, Delivery.JPEG_75, Delivery.WEBP_80,
                Delivery.SCREENSHOT, Delivery.SENT_TWICE, Delivery.SMALL,
                Delivery.TINY)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What the detector said of one delivered picture.

    ``shrunk`` is a generated picture known only so; ``score`` is None where it abstained;
    ``strong`` is any strong sign, and ``claim`` that the whole is called strong.
    """

    picture: str
    group: str
    generated: bool
    shrunk: bool
    delivery: Delivery
    raw: float
    score: float | None
    verdict: str
    strong: bool
    claim: bool
    seconds: float


def item_rows(told: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """Return the figures of the quiz's pictures, one a row, as the detector page reads them."""
    strengths = defaultdict(list)
    for kind, strength in told:
        strengths[kind].append(strength)
        strengths["photographs" if kind == Kind.REAL else "edited"].append(strength)
    out = []
    for kind, said in sorted(strengths.items()):
        if kind in ("photographs", "edited"):
            for word in STRENGTHS:
                out.append(_row("strength", f"{kind}: {word}", len(said), "share",
                                share([each == word for each in said])))  # fmt: skip
        else:
            measure = "false_alarm_rate" if kind == Kind.REAL else "hit_rate"
            out.append(_row("kind", kind, len(said), measure,
                            share([each == STRONG for each in said])))  # fmt: skip
    return out


def twin_rows(found: Sequence[Measured]) -> list[dict[str, object]]:
    """Return how well each held-out family of twins is told from its photographs."""
    out = []
    for group in sorted({each.group for each in found}):
        mine = [each for each in found if each.group == group]
        auc = _interval(mine, _auc, RESAMPLES)
        out.append(_row("generator", f"twins: {group}", len(mine) // 2, "auc", auc))
    return out


def rows(found: Sequence[Measured], resamples: int = RESAMPLES) -> list[dict[str, object]]:
    """Return the figures, one a row, as the detector page reads them.

    Args:
        found: what was said of each picture in each delivery.
        resamples: of the bootstrap.
    """
    out: list[dict[str, object]] = []

    def add(table: str, name: str, pictures: int, measure: str, figure: Sequence[float]) -> None:
        out.append(_row(table, name, pictures, measure, figure))

    everything, found = found, [each for each in found if not each.shrunk]
    for delivery in REDELIVERIES:
        mine = [each for each in found if each.delivery is delivery]
        told = [each for each in mine if each.score is not None]
        add("delivery", delivery, len(mine), "auc", _interval(mine, _auc, resamples))
        generators = len({each.group for each in mine if each.generated})
        add(
            "delivery",
            delivery,
            generators,
            "auc_by_generator",
            _by_generator(mine, _auc, resamples),
        )
        add("delivery", delivery, generators, "balanced_by_generator",
            _by_generator(told, _balanced, resamples))  # fmt: skip
        add(
            "delivery",
            delivery,
            len(told),
            "balanced_accuracy",
            _interval(told, _balanced, resamples),
        )
        error = _ece(told) if told else float("nan")
        add("delivery", delivery, len(told), "ece", (error,) * 3)
        add(
            "delivery",
            delivery,
            len(told),
            "ece_if_calibrated",
            _ece_if_calibrated(told, resamples),
        )
        real = [each for each in mine if not each.generated]
        add("delivery", delivery, len(real), "false_alarm_rate", share([e.strong for e in real]))
        add("delivery", delivery, len(real), "strong_claim", share([e.claim for e in real]))
        add("delivery", delivery, len(mine), "abstained", share([e.score is None for e in mine]))
    light = [each for each in everything if each.delivery is Delivery.JPEG_90]
    real = [each for each in light if not each.generated]
    small = [each for each in light if each.shrunk]
    if small:
        add(
            "generator",
            "all" + SHRUNK,
            len(small),
            "auc",
            _interval([*real, *small], _auc, resamples),
        )
    for group in sorted({each.group for each in light if each.generated}):
        mine = [each for each in light if each.group == group]
        if len(mine) >= LEAST_PICTURES:
            add("generator", group, len(mine), "auc", _interval([*real, *mine], _auc, resamples))
        told = [each for each in mine if each.score is not None]
        if told:
            add("generator", group, len(told), "hit_rate", share([e.score >= 0.5 for e in told]))
    for name, generated in (("photographs", False), ("generated", True)):
        mine = [each for each in found if each.generated is generated]
        pictures = [each.picture for each in mine]
        for word in ("generated", "edited", "inconclusive", "no_sign"):
            figure = share([each.verdict == word for each in mine], pictures)
            add("verdict", f"{name}: {word}", len(set(pictures)), "share", figure)
    words = _words(everything)
    flips = ["no_sign" in said and bool(said & {"generated", "edited"}) for said in words]
    add("stability", "flips", len(words), "share", share(flips))
    add("stability", "changes", len(words), "share", share([len(said) > 1 for said in words]))
    return out


def _row(
    table: str, name: str, pictures: int, measure: str, figure: Sequence[float]
) -> dict[str, object]:
    value, low, high = (round(float(number), 4) for number in figure)
    return {"table": table, "name": name, "pictures": pictures, "measure": measure,
            "value": value, "low": low, "high": high}  # fmt: skip


def scores(found: Sequence[Measured]) -> dict[str, list[float]]:
    """Return the calibrated scores at JPEG 90 of real and of generated pictures, in order."""
    told = [e for e in found if e.delivery is Delivery.JPEG_90 and e.score is not None]
    return {
        name: sorted(round(each.score, 4) for each in told if each.generated is generated)
        for name, generated in (("real", False), ("generated", True))
    }


def _words(found: Sequence[Measured]) -> list[set[str]]:
    """Return for each picture the verdicts that its deliveries were given."""
    words = defaultdict(set)
    for each in found:
        words[each.picture].add(each.verdict)
    return list(words.values())


def _auc(found: Sequence[Measured]) -> float:
    return float(roc_auc_score([e.generated for e in found], [e.raw for e in found]))


def _by_generator(
    found: Sequence[Measured],
    figure: Callable[[Sequence[Measured]], float],
    resamples: int,
) -> tuple[float, float, float]:
    """Return the mean of the generators' figures, each counting alike, with its interval.

    The bootstrap draws generators, and photographs: another generator is what is asked about. Those
    of one family are drawn together, as the same model under several names.
    """
    real = [each for each in found if not each.generated]
    made = defaultdict(list)
    for each in found:
        if each.generated:
            made[each.group].append(each)
    if not real or not made:
        return (float("nan"),) * 3
    rng = np.random.default_rng(0)
    families = defaultdict(list)
    for group in made:
        families[_family(group)].append(group)
    names = sorted(families)

    def mean(photographs: Sequence[Measured], chosen: Sequence[str]) -> float:
        return float(np.mean([
            figure([*photographs, *made[group]]) for name in chosen for group in families[name]
        ]))  # fmt: skip

    # Each of these asks for about as many figures as there are generators.
    drawn = [
        mean(
            [real[i] for i in rng.integers(len(real), size=len(real))],
            [names[i] for i in rng.integers(len(names), size=len(names))],
        )
        for _ in range(max(resamples // 5, 1))
    ]
    return mean(real, names), *np.quantile(drawn, (0.025, 0.975))


def _family(generator: str) -> str:
    plain = generator.lower().replace(" ", "")
    return next((family for family in _FAMILIES if plain.startswith(family)), plain)


def _balanced(found: Sequence[Measured]) -> float:
    hits = [e.score >= 0.5 for e in found if e.generated]
    rejections = [e.score < 0.5 for e in found if not e.generated]
    return (float(np.mean(hits)) + float(np.mean(rejections))) / 2


def _ece(found: Sequence[Measured]) -> float:
    """Return the expected calibration error, both classes counting half.

    Source: Guo and others (2017), ICML, "On Calibration of Modern Neural Networks".
    """
    scores = np.array([e.score for e in found])
    truth = np.array([e.generated for e in found])
    weights = np.where(truth, 0.5 / max(truth.sum(), 1), 0.5 / max((~truth).sum(), 1))
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    error = 0.0
    for number in range(BINS):
        within = bins == number
        if within.any():
            weight = weights[within]
            said, true = (
                np.average(scores[within], weights=weight),
                np.average(truth[within], weights=weight),
            )
            error += weight.sum() * abs(said - true)
    return float(error)


def _ece_if_calibrated(found: Sequence[Measured], resamples: int) -> tuple[float, float, float]:
    """Return what ``_ece`` comes to, by chance alone, if every score is exactly right.

    As many pictures of both classes are drawn anew, by their scores, from all that were measured,
    both classes counting half. With few pictures it is far from 0, and an error within its range
    shows no fault.

    Source: Bröcker and Smith (2007), "Increasing the Reliability of Reliability Diagrams",
    Weather and Forecasting 22(3), 651-661, for the consistency resampling. Deviation: the number
    of each class is held, for the scores are chances where both are as many.
    """
    rng = np.random.default_rng(0)
    made = np.array([each.generated for each in found])
    scores = np.array([each.score for each in found])
    weights = 1 / np.where(made, made.sum(), (~made).sum())
    drawn = []
    for _ in range(resamples):
        told = []
        for is_made, chances in ((True, scores), (False, 1 - scores)):
            chances = weights * chances
            size = int((made == is_made).sum())
            picked = rng.choice(len(found), size, p=chances / chances.sum())
            told += [replace(found[i], generated=is_made) for i in picked]
        drawn.append(_ece(told))
    return float(np.mean(drawn)), *map(float, np.quantile(drawn, (0.025, 0.975)))


def _interval(
    found: Sequence[Measured],
    figure: Callable[[Sequence[Measured]], float],
    resamples: int,
) -> tuple[float, float, float]:
    """Return a figure with its bootstrap interval; classes are drawn apart."""
    rng = np.random.default_rng(0)
    classes = [[e for e in found if e.generated is kind] for kind in (False, True)]
    if not all(classes):
        return (float("nan"),) * 3
    drawn = [
        figure([kind[i] for kind in classes for i in rng.integers(len(kind), size=len(kind))])
        for _ in range(resamples)
    ]
    return figure(found), *np.quantile(drawn, (0.025, 0.975))
