import numpy as np
import pytest

from lessons.examples import open_example, read_examples
from lessons.labs.watch_painter import Choices, settled
from lessons.pages.painter import EXAMPLES, FOLDER_SETTING, labelled, paint, painter_folder
from lessons.studio import PainterError
from models.generators import Recipe, generate
from models.generators.authority import open_authority
from models.generators.generation import WEIGHTS
from models.generators.painter import class_names
from models.image import open_image
from models.provenance import CredentialState, DigitalSourceType, TrustList, read_provenance
from tests.lessons.untrained_painter import CLASSES, EXAMPLE_SEED, EXAMPLE_STEPS

CIRCLES = Choices("circles", 3, 4, 2.0)


def nothing(done: int, total: int) -> None:
    """Take no notice of the progress."""


def test_painting_goes_from_noise_to_the_generated_picture(painter):
    painting = paint(CIRCLES, nothing, painter)
    assert (len(painting.so_far), len(painting.guesses)) == (5, 4)
    made = generate(Recipe("painter", seed=3, steps=4, class_name="circles"), weights=painter)
    assert np.array_equal(painting.finished, made.pixels)
    assert np.array_equal(painting.guess(4), made.pixels)


def test_painting_begins_with_noise_alone(painter):
    noise = paint(CIRCLES, nothing, painter).so_far[0].astype(float)
    # A normal distribution about mid-grey, of which 32 % lie beyond black and white.
    assert noise.mean() == pytest.approx(127.5, abs=3)
    assert np.isin(noise, (0, 255)).mean() == pytest.approx(0.317, abs=0.02)
    neighbours = np.corrcoef(noise[:, :-1].ravel(), noise[:, 1:].ravel())[0, 1]
    assert abs(neighbours) < 0.05


def test_noise_depends_on_the_seed_alone(painter):
    noise = [
        paint(choices, nothing, painter).so_far[0]
        for choices in (CIRCLES, Choices(CLASSES[1], 3, 5, 4.0), Choices("circles", 4, 4, 2.0))
    ]
    assert np.array_equal(noise[0], noise[1])
    assert not np.array_equal(noise[0], noise[2])


def test_same_choices_give_the_same_painting(painter):
    once, again = (paint(CIRCLES, nothing, painter) for _ in range(2))
    assert np.array_equal(once.so_far, again.so_far)
    assert np.array_equal(once.guesses, again.guesses)


@pytest.mark.parametrize(
    "other",
    [
        Choices("circles", 4, 4, 2.0),
        Choices(CLASSES[1], 3, 4, 2.0),
        Choices("circles", 3, 4, 8.0),
        Choices("circles", 3, 7, 2.0),
    ],
)
def test_every_choice_changes_the_picture(painter, other):
    paintings = [paint(choices, nothing, painter) for choices in (CIRCLES, other)]
    assert not np.array_equal(*(painting.finished for painting in paintings))
    assert paintings[1].steps == other.steps


def test_progress_counts_every_step(painter):
    seen = []
    paint(CIRCLES, lambda *counts: seen.append(counts), painter)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_shipped_painter_settles_large_shapes_before_fine_detail(seed):
    """What the lesson says, told by the numbers that the lab shows."""
    for name in class_names():
        painting = paint(Choices(name, seed, 10, 2.0), nothing, WEIGHTS)
        early = [settled(painting.guess(step), painting.finished) for step in range(2, 9)]
        assert [alike for alike in early if alike.layout <= alike.detail] == []
        # After a third of the steps: the right answer of the lesson's first question.
        third = settled(painting.guess(3), painting.finished)
        assert third.layout > 0.6
        assert third.detail < 0.6


def test_painter_without_weights_says_so_in_a_sentence(tmp_path):
    with pytest.raises(PainterError, match="Please tell the person who runs this site: The painter "
                                           "has no weights yet"):  # fmt: skip
        paint(CIRCLES, nothing, tmp_path)


def test_painter_asked_for_another_class_says_so_in_a_sentence(painter):
    with pytest.raises(PainterError, match="does not know 'dragon'"):
        paint(Choices("dragon", 1, 2, 2.0), nothing, painter)


def test_examples_are_one_of_each_class_and_as_the_painter_paints_them(painter):
    examples = read_examples(painter / EXAMPLES)
    assert [example.choices for example in examples] == [
        Choices(name, EXAMPLE_SEED, EXAMPLE_STEPS, 2.0) for name in CLASSES
    ]
    opened, painted = open_example(examples[0]), paint(examples[0].choices, nothing, painter)
    assert np.array_equal(opened.so_far, painted.so_far)
    assert np.array_equal(opened.guesses, painted.guesses)


def test_labelled_file_and_examples_say_that_a_model_made_them(painter, authority):
    keys = open_authority(authority)
    painting = paint(CIRCLES, nothing, painter)
    saved = labelled(CIRCLES, painting.finished, painter, authority=keys)
    for file in (saved, read_examples(painter / EXAMPLES)[0].path.read_bytes()):
        told = read_provenance(open_image(file), TrustList(keys.root))
        assert told.credential_state is CredentialState.TRUSTED
        assert told.digital_source_type is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
        unsigned = told.stated_source.digital_source_type
        assert unsigned is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
    assert np.array_equal(open_image(saved).pixels, painting.finished)


def test_another_painter_can_be_named_by_a_setting(monkeypatch, tmp_path):
    monkeypatch.delenv(FOLDER_SETTING, raising=False)
    assert painter_folder() == WEIGHTS
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path))
    assert painter_folder() == tmp_path
