"""Adding noise to pictures, and taking it away again step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from diffusers import DDIMScheduler, DDPMScheduler

TRAIN_TIMESTEPS = 1000
SNR_LIMITS = (1.0, 5.0)


@dataclass(frozen=True, eq=False)
class DenoisingStep:
    """One step on the way from noise to a picture.

    Attributes:
        timestep: how noisy the picture is before the step, 999 (noise alone) to 0.
        noisy: float (N, 3, H, W), the picture after the step.
        predicted: float (N, 3, H, W), -1 to 1, the clean picture as the network sees it now.
    """

    timestep: int
    noisy: torch.Tensor
    predicted: torch.Tensor


def training_scheduler() -> DDPMScheduler:
    """Return the noise that our models are trained with.

    Source:
        Cosine schedule: Nichol, Dhariwal (2021), ICML. Last step without any signal: Lin et al.
        (2024), WACV; without it no picture could become very dark or very bright.
    """
    return DDPMScheduler(
        num_train_timesteps=TRAIN_TIMESTEPS,
        beta_schedule="squaredcos_cap_v2",
        prediction_type="sample",
        rescale_betas_zero_snr=True,
    )


def loss_weights(scheduler: DDPMScheduler, timesteps: torch.Tensor) -> torch.Tensor:
    """Return what an error in the clean picture counts at each timestep, float (N,).

    That is the signal-to-noise ratio within limits: an error counts more where little noise is
    left, but not without bound, and it still counts where hardly any signal is left.

    Source:
        Lower limit: Salimans, Ho (2022), ICLR. Upper limit: Hang et al. (2023), ICCV.
    """
    alphas = scheduler.alphas_cumprod.to(timesteps.device)[timesteps]
    return (alphas / (1 - alphas)).clamp(*SNR_LIMITS)


def denoise(
    predict: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    noise: torch.Tensor,
    steps: int,
    kept: tuple[torch.Tensor, torch.Tensor] | None = None,
    limit: float = 1.0,
) -> Iterator[DenoisingStep]:
    """Yield each step from noise to a picture; the last one holds the finished picture.

    Args:
        predict: returns the clean picture seen behind a noisy (N, 3, H, W) at timesteps (N,).
        noise: float (N, 3, H, W), normally distributed.
        steps: how many, 1 to 1000.
        kept: a clean picture (N, 3, H, W) and a mask (N, 1, H, W), 1 where it is to be kept:
            there, every step continues from that picture with fresh noise added, so what is
            made beside it fits.
        limit: highest value, and with a minus the lowest, that a clean picture can have.

    Source:
        DDIM: Song, Meng, Ermon (2021), ICLR. Kept parts: Lugmayr et al. (2022), CVPR, "RePaint",
        without its repeated steps.
    """
    scheduler = DDIMScheduler.from_config(
        training_scheduler().config,
        timestep_spacing="trailing",
        clip_sample=True,
        clip_sample_range=limit,
    )
    scheduler.set_timesteps(steps, device=noise.device)
    noisy = noise
    following = [*scheduler.timesteps[1:], None]
    for timestep, next_timestep in zip(scheduler.timesteps, following, strict=True):
        with torch.no_grad():
            step = scheduler.step(predict(noisy, timestep.expand(len(noisy))), timestep, noisy)
        noisy = step.prev_sample
        if kept is not None:
            picture, mask = kept
            if next_timestep is not None:
                picture = scheduler.add_noise(picture, noise, next_timestep)
            noisy = torch.lerp(noisy, picture, mask)
        yield DenoisingStep(int(timestep), noisy, step.pred_original_sample)


def seeded_noise(seed: int, *shape: int) -> torch.Tensor:
    """Return normally distributed float32 noise that depends on seed and shape alone.

    It is drawn on the processor, so that a graphics card starts from the same noise.
    """
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def to_signal(pixels: npt.NDArray[np.uint8], device: torch.device | None = None) -> torch.Tensor:
    """Return uint8 (N, H, W, 3) as float (N, 3, H, W), -1 to 1, on a device or the processor."""
    # Bytes travel, not floats: a GPU would wait for four times the traffic. The copy is there
    # because PyTorch wants an array that may be written to.
    levels = torch.from_numpy(pixels.copy()).to(device or "cpu")
    return levels.permute(0, 3, 1, 2).float() / 127.5 - 1


def to_pixels(signal: torch.Tensor) -> npt.NDArray[np.uint8]:
    """Return float (N, 3, H, W), -1 to 1, as uint8 (N, H, W, 3)."""
    levels = ((signal.float() + 1) * 127.5).round().clamp(0, 255)
    return levels.to(torch.uint8).permute(0, 2, 3, 1).cpu().contiguous().numpy()
