"""A network that scores patches, and nothing larger: the map it gives is the decision.

Source:
    Cavia, Horwitz, Reiss and Hoshen (2024), "Real-Time Deepfake Detection in the Real-World",
    arXiv:2406.07398: a picture's score is the mean of its patches' scores. Deviations: the
    patches are wider (about 60 pixels), the input is the picture less its own blur, and four
    neighbouring pixels are read at once.
"""

import torch
from torch import nn
from torch.nn import functional

# Pixels between neighbouring patches.
STRIDE = 8
# Deviations from the blur, in grey levels, at which the input saturates; what is larger is an
# edge of the scene and no trace.
_GAIN, _LIMIT = 8.0, 4.0


class Block(nn.Module):
    """Two convolutions, with a way past them where the width stays."""

    def __init__(self, inner: int, outer: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inner, outer, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(outer)
        self.second = nn.Conv2d(outer, outer, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(outer)
        self.past = nn.Conv2d(inner, outer, 1, bias=False)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        within = functional.relu(self.first_norm(self.first(features)))
        return functional.relu(self.second_norm(self.second(within)) + self.past(features))


class PatchNetwork(nn.Module):
    """Scores every patch of a picture; above 0 speaks for generated."""

    def __init__(self) -> None:
        super().__init__()
        self.fine = Block(12, 24)
        self.middle = Block(24, 48)
        self.coarse = Block(48, 80)
        self.score = nn.Conv2d(80, 1, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return the patches' scores, float (N, H / STRIDE, W / STRIDE), in logits.

        Args:
            pictures: float (N, 3, H, W), 0 to 255; H and W multiples of ``STRIDE``.
        """
        return self.score(self.features(pictures))[:, 0]

    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return what the scores are drawn from, float (N, 80, H / STRIDE, W / STRIDE)."""
        features = self.fine(functional.pixel_unshuffle(_residual(pictures), 2))
        features = self.middle(functional.avg_pool2d(features, 2))
        return self.coarse(functional.avg_pool2d(features, 2))


def _residual(pictures: torch.Tensor) -> torch.Tensor:
    # As shifted sums and in this order in memory it takes half the time of a pooling layer, and so
    # does all that follows.
    padded = functional.pad(pictures.contiguous(), (1, 1, 1, 1), mode="replicate")
    rows = padded[:, :, :-2] + padded[:, :, 1:-1] + padded[:, :, 2:]
    blurred = (rows[..., :-2] + rows[..., 1:-1] + rows[..., 2:]) / 9
    detail = ((pictures - blurred) / _GAIN).clamp(-_LIMIT, _LIMIT)
    return detail.contiguous(memory_format=torch.channels_last)


def pooled(scores: torch.Tensor) -> torch.Tensor:
    """Return the pictures' scores, float (N), from their patches': the mean."""
    return scores.mean(dim=(1, 2))
