"""What a training run leaves to look at: a sheet of samples and the course of the loss."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

CURVE_POINTS = 500


def write_sheet(path: Path, sheet: npt.NDArray[np.uint8]) -> None:
    """Write a sheet of samples, uint8 (H, W, 3), as a picture file."""
    Image.fromarray(sheet).save(path)


def write_loss_curve(path: Path, losses: Sequence[float], batch: int) -> None:
    """Write an HTML page with the loss over training; it opens without a network.

    Args:
        path: of the page.
        losses: one for each step.
        batch: pictures a step.
    """
    import plotly.graph_objects

    means, ends = _block_means(np.asarray(losses))
    curve = plotly.graph_objects.Figure(
        plotly.graph_objects.Scatter(x=ends, y=means, customdata=ends * batch, mode="lines",
            hovertemplate="step %{x}, %{customdata} pictures<br>loss %{y:.4f}<extra></extra>"),
        {"xaxis_title": "step", "yaxis_title": "loss, mean of a block", "yaxis_type": "log"},
    )  # fmt: skip
    curve.write_html(path, include_plotlyjs=True)


def _block_means(losses: npt.NDArray[np.float64]) -> tuple[npt.NDArray, npt.NDArray]:
    """Return the mean of each of at most ``CURVE_POINTS`` blocks, and the step it ends with."""
    blocks = np.array_split(losses, min(CURVE_POINTS, len(losses)))
    return np.array([block.mean() for block in blocks]), np.cumsum([len(b) for b in blocks])
