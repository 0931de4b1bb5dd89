"""Command line: examine pictures, choose whom to trust, make pictures, and train the models."""

import argparse
import os
import sys
import warnings
from functools import partial
from pathlib import Path

import numpy as np
from c2pa import C2paError
from tqdm import tqdm

from models import analyse_command, trust_command
from models.batch import FileRefusedError, read_picture
from models.generators import GeneratorError, Recipe, generate, marked
from models.generators.authority import FOLDER as AUTHORITY
from models.generators.authority import open_authority
from models.generators.data import CLASSES, detail_crops, labelled_pictures
from models.generators.generation import WEIGHTS
from models.generators.marking import refuse_too_large
from models.image import LoadedImage
from models.output import status_of
from models.provenance import TrustListError

RUNS = Path("data") / "training"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    return status_of(partial(_main, arguments))


def _main(arguments: list[str] | None) -> int:
    options = _parser().parse_args(arguments)
    # Of a picture that is too large, or whose notes are damaged, we say so ourselves.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        return options.run(options) or 0
    except (GeneratorError, TrustListError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        # As a shell reports a command that was stopped with Ctrl-C.
        return 130


def _generate(options: argparse.Namespace) -> None:
    # The hub's library reads this once, when it is first imported.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # The painter is given all settings too: it says which it has no use for.
    recipe = Recipe(
        options.hub or "painter",
        revision=options.revision,
        seed=options.seed,
        steps=options.steps,
        guidance=options.guidance,
        class_name=options.class_name,
        prompt=options.prompt,
        strength=options.strength,
        size=options.size and tuple(options.size),
        source=_picture(options.source),
        mask=_mask(options.mask),
    )
    _make(recipe, options)


def _regenerate(options: argparse.Namespace) -> None:
    recipe = Recipe(
        "regenerator",
        seed=options.seed,
        steps=options.steps,
        factor=options.factor,
        source=_picture(options.source),
        mask=_mask(options.mask),
    )
    _make(recipe, options)


def _make(recipe: Recipe, options: argparse.Namespace) -> None:
    # What stands in the way of the file is found out before the work, not after it.
    format = _format(options)
    refuse_too_large(format, recipe)
    try:
        authority = open_authority(options.authority)
    except (OSError, ValueError) as error:
        raise _no_keys(options.authority) from error
    with tqdm(total=recipe.steps, desc=Path(recipe.model).name, unit="step") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        made = generate(recipe, weights=options.weights, progress=show)
    try:
        file = marked(made, format, authority)
    except C2paError as error:
        raise _no_keys(options.authority) from error
    try:
        options.output.write_bytes(file)
    except OSError as error:
        raise _not_written(options.output, str(error.strerror)) from error
    print(made.recipe.to_json())


def _train(options: argparse.Namespace) -> None:
    from models.generators import tasks, training, weights

    plan = training.TrainingPlan(
        options.size,
        options.steps,
        options.batch,
        learning_rate=options.learning_rate,
        checkpoint_every=options.checkpoint_every,
        minutes=options.minutes,
        seed=options.seed,
    )
    if options.model == "painter":
        # A class that is named twice is one class.
        classes = tuple(dict.fromkeys(options.classes))
        task = tasks.PainterTask(labelled_pictures(options.data, classes))
    else:
        task = tasks.RegeneratorTask(
            detail_crops(options.data, tasks.RegeneratorTask.crop_px[options.size])
        )
    folder = options.output or RUNS / options.model
    training.train(task, plan, folder, resume=options.resume)
    if options.ship:
        weights.ship(options.model, folder / "weights")


def _picture(path: Path | None) -> np.ndarray | None:
    return None if path is None else _opened(path).pixels


def _mask(path: Path | None) -> np.ndarray | None:
    if path is None:
        return None
    image = _opened(path)
    is_white = image.luma >= 127.5
    # What is see-through is not painted, though it is shown on white.
    return is_white if image.filled is None else is_white & ~image.filled


def _opened(path: Path) -> LoadedImage:
    try:
        return read_picture(path)
    except FileRefusedError as error:
        raise GeneratorError(f"{path}: {error}") from error


def _format(options: argparse.Namespace) -> str:
    path = options.output
    known = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
    if path.suffix.lower() not in known:
        raise GeneratorError("Let the name of the output end in .png, .jpg or .webp.")
    if path.is_dir():
        raise _not_written(path, "it is a folder")
    if not path.parent.is_dir():
        raise _not_written(path, "its folder does not exist")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise _not_written(path, "no permission")
    for given in (options.source, options.mask):
        if given is not None and path.exists() and path.samefile(given):
            raise GeneratorError(f"{path} would be lost; give the output another name.")
    return known[path.suffix.lower()]


def _not_written(path: Path, why: str) -> GeneratorError:
    return GeneratorError(f"{path} cannot be written: {why}. Give the output another place.")


def _no_keys(folder: Path) -> GeneratorError:
    return GeneratorError(
        f"{folder} holds no keys that can sign, nor can new ones be put there; give another "
        "folder with --authority."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(required=True)
    analyse_command.add_parser(commands)
    trust_command.add_parser(commands)

    paint = commands.add_parser("generate", help="make a picture of a class, or of a prompt")
    paint.add_argument("--class", dest="class_name", metavar="CLASS", help="name or index")
    paint.add_argument("--hub", metavar="NAME_OR_FOLDER", help="a diffusers pipeline instead")
    paint.add_argument("--revision", help="the repository's commit, 40 digits")
    paint.add_argument("--prompt", help="what the pipeline is to show")
    paint.add_argument("--source", type=Path, help="picture the pipeline starts from")
    paint.add_argument("--mask", type=Path, help="white where the source is to be made anew")
    paint.add_argument("--strength", type=float, help="how far to leave the source, up to 1")
    paint.add_argument("--size", type=int, nargs=2, metavar=("WIDTH", "HEIGHT"))
    paint.add_argument("--guidance", type=float, help="how strongly to follow class or prompt")
    _add_common(paint)
    paint.set_defaults(run=_generate)

    anew = commands.add_parser("regenerate", help="make a photograph's fine detail up")
    anew.add_argument("source", metavar="IN", type=Path)
    anew.add_argument("--factor", type=int, choices=(4, 8, 16), default=4)
    anew.add_argument("--mask", type=Path, help="white where to do it; everywhere by default")
    _add_common(anew)
    anew.set_defaults(run=_regenerate)

    train = commands.add_parser("train", help="train a model, or go on training it")
    train.add_argument("model", choices=("painter", "regenerator"))
    train.add_argument("--data", type=Path, required=True, help="folder of pictures")
    train.add_argument("--steps", type=int, required=True, help="in all")
    train.add_argument("--resume", action="store_true", help="go on where the last run stopped")
    train.add_argument("--size", choices=("tiny", "small", "base"), default="small",
                       help="small for a processor, base for a GPU")  # fmt: skip
    train.add_argument("--classes", nargs="+", default=CLASSES, help="the painter's classes")
    train.add_argument("--batch", type=int, default=16, help="pictures a step")
    train.add_argument("--learning-rate", type=float, default=4e-4, metavar="RATE",
                       help="the highest; it falls to zero at the last step")  # fmt: skip
    train.add_argument("--checkpoint-every", type=int, default=500, metavar="STEPS")
    train.add_argument("--minutes", type=float, help="stop after so long, to be resumed")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--output", type=Path, help=f"folder of the run; {RUNS}/MODEL by default")
    train.add_argument("--ship", action="store_true", help="put the weights into models/weights")
    train.set_defaults(run=_train)
    return parser


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--steps", type=int, help="denoising steps")
    command.add_argument("--weights", type=Path, default=WEIGHTS, help="of our own models")
    command.add_argument("--authority", type=Path, default=AUTHORITY, help="folder of the keys")
    command.add_argument("-o", dest="output", metavar="OUT.png", type=Path, required=True)


if __name__ == "__main__":
    sys.exit(main())
