"""A network that asks of each place of a picture whether it differs from the rest.

Source:
    Huh, Liu, Owens and Efros (2018), "Fighting Fake News: Image Splice Detection via Learned
    Self-Consistency", ECCV, for the question; Wu, AbdAlmageed and Natarajan (2019), "ManTra-Net",
    CVPR, for answering it by the distance to the picture's own mean in units of its own spread.
    Deviations: its features begin as those of the patch network, see ``network``; no face or
    object is recognised, for nothing wider than about 200 pixels is seen at once.
"""

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from models.detectors.network import STRIDE, PatchNetwork

WIDTH, INNER = 80, 48
_LEAST_SPREAD = 0.05


class ConsistencyNetwork(nn.Module):
    """Scores each block of a picture; above 0 speaks for a part that is not from here."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = PatchNetwork()
        self.narrow = nn.Conv2d(2 * WIDTH, INNER, 1)
        self.around = nn.ModuleList(
            nn.Conv2d(INNER, INNER, 3, padding=gap, dilation=gap) for gap in (1, 2, 4)
        )
        self.score = nn.Conv2d(2 * INNER, 1, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the blocks' scores, float (N, H / STRIDE, W / STRIDE), in logits.

        Args:
            pictures: float (N, 3, H, W), 0 to 255; H and W multiples of ``network.STRIDE``. The
                first pixel is the first of a block of its last save.
        """
        features = self.patches.features(pictures)
        features = self.narrow(torch.cat([features, _against_the_rest(features)], dim=1))
        for layer in self.around:
            features = features + functional.relu(layer(functional.relu(features)))
        return self.score(torch.cat([features, _against_the_rest(features)], dim=1))[:, 0]


def foreign_chances(
    pixels: npt.NDArray[np.uint8], network: ConsistencyNetwork
) -> npt.NDArray[np.float32]:
    """Return each block's chance of being foreign, 0 to 1, float32 (H // STRIDE, W // STRIDE).

    Args:
        pixels: uint8 (H, W, 3), beginning where a block of its last save begins.
        network: with trained weights.
    """
    height, width = (side // STRIDE * STRIDE for side in pixels.shape[:2])
    cut = pixels[:height, :width].transpose(2, 0, 1).copy()
    signal = torch.from_numpy(cut)[None].float().to(memory_format=torch.channels_last)
    with torch.inference_mode():
        return torch.sigmoid(network(signal))[0].numpy()


def _against_the_rest(features: torch.Tensor) -> torch.Tensor:
    mean = features.mean(dim=(2, 3), keepdim=True)
    spread = features.std(dim=(2, 3), keepdim=True)
    return (features - mean) / (spread + _LEAST_SPREAD)
