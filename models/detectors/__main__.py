"""Command line of the learned detectors: make twins, train a network, fit all the rest.

    python -m models.detectors twins --images FOLDER --twins FOLDER
    python -m models.detectors train --images FOLDER --twins FOLDER --steps N [--minutes M]
    python -m models.detectors fit --images FOLDER --twins FOLDER
    python -m models.detectors train-consistency --images FOLDER --twins FOLDER --steps N

``train`` goes on with a run that was broken off; ``fit`` takes its best snapshot, fits trees and a
weighted sum to statistics, and the calibration, and writes the weights. ``train-consistency``
trains the network that finds edited parts, from the patch network on, and writes its weights when
it has made all its steps.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import mean

from tqdm import tqdm

from models.detectors.collection import Part, Sample, read_collection
from models.generators.generation import WEIGHTS
from models.output import status_of

RUN = Path("data") / "training" / "detector"
CONSISTENCY_RUN = Path("data") / "training" / "consistency"
TWINS_PER_KIND, DECODER_STEPS = 200, 500


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    return status_of(partial(_main, arguments))


def _main(arguments: list[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"{error.filename or error} cannot be read; name another folder.", file=sys.stderr)
        return 1
    return 0


def _twins(options: argparse.Namespace) -> None:
    from models.detectors.twins import write_twins

    samples = read_collection(options.images, None, options.photographs, options.measured)
    photographs = [sample for sample in samples if not sample.generated]
    write_twins(photographs, options.twins, options.per_kind, options.decoder_steps, print)


def _train(options: argparse.Namespace) -> None:
    import torch

    from models.detectors.network import PatchNetwork
    from models.detectors.patches import BATCH, Patches, loss_of
    from models.detectors.training import train

    learnt = [s for s in _samples(options) if s.part is Part.LEARN]
    torch.manual_seed(options.seed)
    network = PatchNetwork()
    if options.begin is not None:
        network.load_state_dict(torch.load(options.begin, weights_only=True))
    with tqdm(total=options.steps, desc="patches", unit="step") as bar:
        train(
            network,
            Patches(learnt, options.seed),
            loss_of,
            options.steps,
            options.output,
            batch=BATCH,
            minutes=options.minutes,
            progress=partial(_show, bar),
        )


def _train_consistency(options: argparse.Namespace) -> None:
    import torch

    from models.detectors.consistency import ConsistencyNetwork
    from models.detectors.edits import BATCHES, EditedCrops, Materials, learnable, loss_of
    from models.detectors.training import (
        FURTHER_LEARNING_RATE,
        LEARNING_RATE,
        steps_made,
        train,
    )
    from models.detectors.weights import (
        CONSISTENCY_NAME,
        load_consistency,
        load_detector,
        save_consistency,
    )
    from models.generators.weights import read_listing

    if options.further and steps_made(options.output) >= options.steps:
        # Its weights may be those that are there already, and its steps among theirs.
        raise SystemExit(
            f"The run in {options.output} has made its {options.steps} steps;"
            " name another folder with --output."
        )
    learnt = learnable(_samples(options))
    torch.manual_seed(options.seed)
    network = ConsistencyNetwork()
    steps = options.steps
    if options.further:
        network.load_state_dict(load_consistency().state_dict())
        steps += read_listing(WEIGHTS)[CONSISTENCY_NAME].steps
    else:
        network.patches.load_state_dict(load_detector().network.state_dict())
    network.requires_grad_(True)
    with tqdm(total=options.steps, desc="edits", unit="step") as bar:
        trained = train(
            network,
            EditedCrops(Materials(learnt), options.seed),
            loss_of,
            options.steps,
            options.output,
            batch=None,
            rate=FURTHER_LEARNING_RATE if options.further else LEARNING_RATE,
            minutes=options.minutes,
            progress=partial(_show, bar),
        )
    if steps_made(options.output) == options.steps:
        entry = save_consistency(
            trained, options.weights, data=", ".join(sorted({s.folder for s in learnt})),
            steps=steps, pictures_seen=round(steps * mean(BATCHES.values())),
        )  # fmt: skip
        print(f"{entry.file}: {entry.bytes} bytes, sha256 {entry.sha256}")


def _show(bar: tqdm, step: int, loss: float) -> None:
    bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
    bar.update(step - bar.n)


def _fit(options: argparse.Namespace) -> None:
    from models.detectors.fitting import fit

    with tqdm(desc="pictures", unit="picture") as bar:
        entry = fit(_samples(options), options.output, options.weights,
                    pairs=options.pairs, steps_before=options.steps_before,
                    progress=bar.update)  # fmt: skip
    print(f"{entry.file}: {entry.bytes} bytes, sha256 {entry.sha256}")


def _samples(options: argparse.Namespace) -> list[Sample]:
    return read_collection(
        options.images, options.twins, options.photographs, generated=options.generated,
        measured=getattr(options, "measured", None),
    )  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.detectors", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def command(name: str, help: str, run: Callable) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help)
        added.add_argument("--images", type=Path, required=True, help="holds SOURCES.csv")
        added.add_argument("--twins", type=Path, required=True, help="folder of the twins")
        added.add_argument("--photographs", type=Path,
                           help="folder of further photographs to learn from")  # fmt: skip
        added.add_argument("--generated", type=Path,
                           help="folder of further pictures by models, a folder each")  # fmt: skip
        added.set_defaults(run=run)
        return added

    twins = command("twins", "make twins of the photographs", _twins)
    twins.add_argument("--measured", type=Path,
                       help="photographs to be measured on, for kinds held out")  # fmt: skip
    twins.add_argument("--per-kind", type=int, default=TWINS_PER_KIND)
    twins.add_argument("--decoder-steps", type=int, default=DECODER_STEPS)
    train = command("train", "train the patch network, or go on", _train)
    train.add_argument("--steps", type=int, required=True, help="in all")
    train.add_argument("--minutes", type=float, default=float("inf"), help="stop after so long")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--begin", type=Path,
                       help="snapshot of another run to begin from")  # fmt: skip
    train.add_argument("--output", type=Path, default=RUN, help="folder of the run")
    edits = command(
        "train-consistency", "train the network that finds edited parts", _train_consistency
    )
    edits.add_argument("--steps", type=int, required=True, help="in all")
    edits.add_argument("--minutes", type=float, default=float("inf"), help="stop after so long")
    edits.add_argument("--seed", type=int, default=0)
    edits.add_argument("--further", action="store_true",
                       help="from the weights that are there, not the patch network's")  # fmt: skip
    edits.add_argument("--output", type=Path, default=CONSISTENCY_RUN, help="folder of the run")
    edits.add_argument("--weights", type=Path, default=WEIGHTS)
    fit = command("fit", "fit to statistics, calibrate, and write the weights", _fit)
    fit.add_argument("--measured", type=Path,
                     help="photographs that are not learnt from; most calibrate")  # fmt: skip
    fit.add_argument("--pairs", type=int, default=5000, help="delivered pairs to learn from")
    fit.add_argument("--steps-before", type=int, default=0,
                     help="of the runs that this one began from")  # fmt: skip
    fit.add_argument("--output", type=Path, default=RUN, help="folder of the run")
    fit.add_argument("--weights", type=Path, default=WEIGHTS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
