"""The network both of our models use: a UNet that looks at a picture patch by patch."""

from dataclasses import dataclass

import torch
from diffusers import UNet2DModel
from torch.nn import functional

NORM_GROUPS = 8
HEAD_CHANNELS = 32


@dataclass(frozen=True)
class NetworkShape:
    """Size of a network and what it is told.

    Attributes:
        patch: the UNet sees squares of this many pixels as one point with more channels; 4
            costs about a tenth of 1, which is what lets a processor train it.
        channels: channels of each level, from the finest; each level halves the resolution.
        attention: for each level, whether its points look at one another.
        layers: residual blocks for each level.
        dropout: share of activations left out in training.
        classes: names of the classes; the null class for guidance comes after them.
        has_hint: whether a second picture of the same size is given beside the noisy one.
    """

    patch: int
    channels: tuple[int, ...]
    attention: tuple[bool, ...]
    layers: int = 1
    dropout: float = 0.0
    classes: tuple[str, ...] = ()
    has_hint: bool = False

    @property
    def multiple(self) -> int:
        """Width and height of a picture must be multiples of this."""
        return self.patch * 2 ** (len(self.channels) - 1)


class Denoiser(torch.nn.Module):
    """Predict the clean picture behind a noisy one.

    Predicting the noise instead would mean to carry every detail of it through the network,
    which a small one that sees patches cannot do; its pictures stay grainy.

    Source:
        UNet: Ho, Jain, Abbeel (2020), NeurIPS. Patches: Hoogeboom, Heek, Salimans (2023), ICML,
        "Simple diffusion". Clean pictures from patches: Li, He (2025), "Back to basics:
        let denoising generative models denoise".
    """

    def __init__(self, shape: NetworkShape) -> None:
        super().__init__()
        self.shape = shape
        pixels = 3 * shape.patch**2
        down = ["AttnDownBlock2D" if has else "DownBlock2D" for has in shape.attention]
        up = ["AttnUpBlock2D" if has else "UpBlock2D" for has in reversed(shape.attention)]
        self.unet = UNet2DModel(
            in_channels=pixels * (2 if shape.has_hint else 1),
            out_channels=pixels,
            block_out_channels=shape.channels,
            layers_per_block=shape.layers,
            down_block_types=down,
            up_block_types=up,
            add_attention=any(shape.attention),
            attention_head_dim=HEAD_CHANNELS,
            norm_num_groups=NORM_GROUPS,
            dropout=shape.dropout,
            num_class_embeds=len(shape.classes) + 1 if shape.classes else None,
        )

    @property
    def null_class(self) -> int:
        """Index that stands for "any class"."""
        return len(self.shape.classes)

    def forward(
        self,
        noisy: torch.Tensor,
        timesteps: torch.Tensor,
        classes: torch.Tensor | None = None,
        hint: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return the clean picture as it is seen, float (N, 3, H, W), about -1 to 1.

        Args:
            noisy: float (N, 3, H, W), signal within -1 to 1; H and W multiples of
                ``shape.multiple``.
            timesteps: int (N,), 0 to 999.
            classes: int (N,), for a network with classes.
            hint: float (N, 3, H, W), -1 to 1, for a network with a hint.
        """
        seen = noisy if hint is None else torch.cat([noisy, hint], dim=1)
        folded = functional.pixel_unshuffle(seen, self.shape.patch)
        predicted = self.unet(folded, timesteps, class_labels=classes).sample
        return functional.pixel_shuffle(predicted, self.shape.patch)
