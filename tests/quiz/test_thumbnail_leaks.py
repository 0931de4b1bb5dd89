"""Nobody may do well in the quiz by a picture's rough look: its colours, its light, its layout.

A small network sees nothing but thumbnails, too small to show any trace of an edit. Trained on
other packs, or on other photographs of the same pack, it must stay near chance.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageOps
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedGroupKFold

from quiz.installed import SHIPPED, installed_packs
from quiz.item import HEIGHT, WIDTH, Item, Kind
from quiz.pack import load_pack

# The project's own limit for what the rough look of a picture may give away.
BALANCED_ACCURACY_AT_MOST = 0.60
SIDE_PX = 16
# Before it is made a thumbnail, a picture of another shape is cut like one of the starter pack.
CUT_PX = (WIDTH // 4, HEIGHT // 4)
SEEDS = range(3)
STEPS, BATCH = 150, 64
FOLDS = 5
LEAST_OTHERS = 100  # of each sort; fewer teach a network nothing
SHARED = Path(os.environ.get("SECOND_LOOK_SHARED") or Path(__file__).parents[3] / "shared")


@dataclass(frozen=True)
class Thumbnails:
    """Pictures as the network sees them.

    Attributes:
        pixels: float32 (N, 3, 16, 16), 0 to 1.
        made: bool (N,), what the network is to find out: edited or generated.
        groups: int (N,), the same for pictures that share a photograph.
    """

    pixels: np.ndarray
    made: np.ndarray
    groups: np.ndarray

    def part(self, chosen: np.ndarray) -> "Thumbnails":
        return Thumbnails(self.pixels[chosen], self.made[chosen], self.groups[chosen])


def thumbnail(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        cut = ImageOps.fit(picture.convert("RGB"), CUT_PX, Image.Resampling.BOX)
    small = cut.resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX)
    return np.asarray(small, np.float32).transpose(2, 0, 1) / 255


def is_made(item: Item) -> bool:
    """Whether the picture itself is fake; one with false words is an untouched photograph."""
    return item.kind not in (Kind.REAL, Kind.CONTEXT)


def photograph_groups(items: list[Item]) -> np.ndarray:
    """Return a group number for each item; items linked by shared photographs share it."""
    sources = sorted({source for item in items for source in item.sources})
    uses = csr_array([[source in item.sources for source in sources] for item in items], dtype=int)
    return connected_components(uses @ uses.T, directed=False)[1]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """So small a network gains nothing from more, and loses much on a busy machine."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def starter() -> Thumbnails:
    items = list(load_pack(SHIPPED / "starter").items)
    return Thumbnails(
        np.stack([thumbnail(item.picture) for item in items]),
        np.array([is_made(item) for item in items]),
        photograph_groups(items),
    )


def other_pictures() -> Iterator[tuple[Path, bool]]:
    """Give the pictures of packs that are installed, and of a shared folder, if there are any."""
    for folder in installed_packs():
        for item in load_pack(folder).items:
            yield item.picture, is_made(item)
    listing = SHARED / "images" / "SOURCES.csv"
    if listing.is_file():
        with listing.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["label"] in ("real", "generated"):
                    yield SHARED / "images" / row["path"], row["label"] == "generated"


@pytest.fixture(scope="module")
def others() -> Thumbnails:
    """As many real pictures as made ones, drawn by chance from all other packs."""
    found = list(other_pictures())
    made = np.array([is_one for _, is_one in found], bool)
    number = min(made.sum(), (~made).sum())
    if number < LEAST_OTHERS:
        pytest.skip(
            f"needs {LEAST_OTHERS} made and as many real pictures of other packs; install some,"
            " or name a folder with images/SOURCES.csv in SECOND_LOOK_SHARED"
        )
    chance = np.random.default_rng(0)
    chosen = np.concatenate(
        [chance.choice(np.flatnonzero(made == sort), number, replace=False) for sort in (0, 1)]
    )
    pixels = np.stack([thumbnail(found[index][0]) for index in chosen])
    return Thumbnails(pixels, made[chosen], np.arange(len(chosen)))


def trained_on(known: Thumbnails, seed: int) -> torch.nn.Module:
    """Train a small network to tell made pictures from real ones."""
    torch.manual_seed(seed)
    network = torch.nn.Sequential(
        torch.nn.Conv2d(3, 12, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(12, 24, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Dropout(0.3),
        torch.nn.Linear(24 * (SIDE_PX // 4) ** 2, 1),
    )
    pixels, made = torch.from_numpy(known.pixels), torch.from_numpy(known.made).float()
    pixels, made = torch.cat([pixels, pixels.flip(3)]), torch.cat([made, made])
    # Both sorts count alike, however many there are.
    weight = torch.where(made == 1, 0.5 / made.mean(), 0.5 / (1 - made.mean()))
    optimiser = torch.optim.AdamW(network.parameters(), lr=4e-3, weight_decay=1e-2)
    for _ in range(STEPS):
        batch = torch.randint(len(made), (BATCH,))
        optimiser.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(
            network(pixels[batch]).squeeze(1), made[batch], weight[batch]
        ).backward()
        optimiser.step()
    return network.eval()


def suspected(known: Thumbnails, asked: Thumbnails, seed: int) -> np.ndarray:
    """Return how much a network trained on `known` suspects each picture asked about."""
    network = trained_on(known, seed)
    with torch.no_grad():
        return network(torch.from_numpy(asked.pixels)).squeeze(1).numpy()


def suspected_by(others: Thumbnails, pack: Thumbnails) -> np.ndarray:
    """Return how much networks trained on other packs suspect each picture of a pack."""
    return np.mean([suspected(others, pack, seed) for seed in SEEDS], axis=0)


def suspected_by_the_rest(pack: Thumbnails) -> np.ndarray:
    """Return how much networks trained on the other photographs of a pack suspect each picture."""
    scores = np.zeros(len(pack.made))
    for seed in SEEDS:
        folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
        for known, asked in folds.split(pack.pixels, pack.made, pack.groups):
            scores[asked] += suspected(pack.part(known), pack.part(asked), seed)
    return scores


def accuracy(pack: Thumbnails, scores: np.ndarray) -> tuple[float, float, float]:
    """Return the balanced accuracy, and the ends of its 95% interval.

    As many are called made as are: a player who counts knows that number. The interval is a
    bootstrap over photographs.
    """
    called = scores > np.quantile(scores, 1 - pack.made.mean())
    chance = np.random.default_rng(0)
    photographs = [np.flatnonzero(pack.groups == group) for group in np.unique(pack.groups)]
    drawn = (
        np.concatenate([photographs[n] for n in chance.choice(len(photographs), len(photographs))])
        for _ in range(1000)
    )
    spread = [balanced_accuracy_score(pack.made[one], called[one]) for one in drawn]
    low, high = np.quantile(spread, [0.025, 0.975])
    return balanced_accuracy_score(pack.made, called), low, high


def planted(pack: Thumbnails) -> Thumbnails:
    """Darken the lowest rows of each made picture, as a tool that smears its margin might."""
    pixels = pack.pixels.copy()
    pixels[pack.made, :, -2:] *= 0.4
    return replace(pack, pixels=pixels)


def tell(pack: Thumbnails, scores: np.ndarray, trained: str) -> float:
    """Print the accuracy for the record (shown with `pytest -s`) and return it."""
    mean, low, high = accuracy(pack, scores)
    print(f"{trained}: {mean:.3f} [{low:.3f}, {high:.3f}] of {len(pack.made)} pictures")
    return mean


@pytest.mark.slow
def test_thumbnails_of_other_packs_do_not_tell_what_is_made(starter, others):
    scores = suspected_by(others, starter)
    assert tell(starter, scores, "other packs") <= BALANCED_ACCURACY_AT_MOST


@pytest.mark.slow
def test_thumbnails_of_other_photographs_do_not_tell_what_is_made(starter):
    scores = suspected_by_the_rest(starter)
    assert tell(starter, scores, "same pack") <= BALANCED_ACCURACY_AT_MOST


@pytest.mark.slow
def test_thumbnail_test_finds_a_margin_that_other_packs_have_too(starter, others):
    pack = planted(starter)
    assert tell(pack, suspected_by(planted(others), pack), "planted in all packs") > 0.85


@pytest.mark.slow
def test_thumbnail_test_finds_a_margin_of_this_pack(starter):
    pack = planted(starter)
    assert tell(pack, suspected_by_the_rest(pack), "planted in this pack") > 0.85
