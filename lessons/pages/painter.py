"""The lessons' way to the painter: PyTorch is loaded when the first picture is asked for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lessons.examples import Example, write_examples
from lessons.labs.watch_painter import Choices, Painting, Pixels
from lessons.studio import PainterError, Progress
from lessons.text import text
from models.generators import GeneratedImage, GeneratorError, Recipe, marked
from models.generators.authority import Authority
from models.generators.generation import WEIGHTS
from models.generators.recipe import PAINTER

FOLDER_SETTING = "SECOND_LOOK_PAINTER"
EXAMPLES = "examples"
EXAMPLE_STEPS = 10


def painter_folder() -> Path:
    """Return the folder of the painter's weights, with a folder of examples in it."""
    return Path(os.environ.get(FOLDER_SETTING) or WEIGHTS)


def paint(choices: Choices, progress: Progress, folder: Path) -> Painting:
    """Make a painting.

    Args:
        choices: what to paint.
        progress: called after each step with the number of steps done and of all.
        folder: of the painter's weights.

    Raises:
        PainterError: there are no weights, the painter does not know the class, or PyTorch is
            not installed.
    """
    with _plain_errors():
        # They load PyTorch, which is why they do not stand above.
        import torch

        from models.generators.diffusion import seeded_noise, to_pixels
        from models.generators.painter import painting_steps

        # More threads would wait for one another at every layer, which on a busy computer makes
        # a painting forty times slower; on an idle one they gain little on so small a picture.
        torch.set_num_threads(1)
        made = []
        for step in painting_steps(_recipe(choices), folder):
            made.append(step)
            progress(len(made), choices.steps)
    height, width, colours = made[0].noisy.shape
    noise = to_pixels(seeded_noise(choices.seed, 1, colours, height, width))[0]
    return Painting(
        choices, (noise, *(step.noisy for step in made)), tuple(step.predicted for step in made)
    )


def labelled(
    choices: Choices,
    pixels: Pixels,
    folder: Path,
    format: str = "PNG",
    authority: Authority | None = None,
) -> bytes:
    """Return pixels of a painting as a file that says, signed, how it was made.

    Args:
        choices: what was asked for.
        pixels: uint8 (H, W, 3), the finished picture or a strip of its states.
        folder: of the painter's weights.
        format: "PNG" or "WEBP", both without loss.
        authority: who signs; by default this installation's own.

    Raises:
        PainterError: as ``paint``.
    """
    with _plain_errors():
        from models.generators.painter import complete_recipe

        image = GeneratedImage(pixels, complete_recipe(_recipe(choices), folder))
    return marked(image, format, authority)


def paint_examples(
    folder: Path, seed: int, steps: int = EXAMPLE_STEPS, authority: Authority | None = None
) -> tuple[Example, ...]:
    """Paint one picture of each class, and write them into the painter's folder as its examples.

    Args:
        folder: of the painter's weights.
        seed: of every picture.
        steps: of every picture; each makes its file about 20 kB larger.
        authority: as for ``labelled``.

    Raises:
        PainterError: as ``paint``.
    """
    with _plain_errors():
        from models.generators.painter import GUIDANCE, class_names

        names = class_names(folder)
    wanted = [Choices(name, seed, steps, GUIDANCE) for name in names]
    # All are there before the former ones go.
    paintings = [paint(choices, lambda done, total: None, folder) for choices in wanted]
    file_of = partial(labelled, folder=folder, format="WEBP", authority=authority)
    return write_examples(paintings, folder / EXAMPLES, file_of)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise PainterError(text("paint-not-installed", {"name": str(error.name)})) from error
    except GeneratorError as error:
        raise PainterError(text("paint-impossible", {"reason": str(error)})) from error


def _recipe(choices: Choices) -> Recipe:
    return Recipe(
        PAINTER,
        seed=choices.seed,
        steps=choices.steps,
        guidance=choices.guidance,
        class_name=choices.class_name,
    )
