"""Put the fixed mark of diffusers' SDXL pipeline into a picture, written from its description."""

import numpy as np

STEP = 36


def mark(pixels: np.ndarray, message: str, *, is_colour_order_wrong: bool = False) -> np.ndarray:
    """Return uint8 (H, W, 3) with ``message`` in it, as the pipeline does: in floating point.

    The blue difference 0.492 (B - Y) is split by a Haar transform; in every 4 x 4 block of its
    approximation the value farthest from 0, but never the first, is moved to 9 (for a 0) or 27
    (for a 1) above a multiple of 36, keeping its sign.
    """
    colours = pixels.astype(np.float64)
    if is_colour_order_wrong:
        colours = colours[:, :, ::-1]
    height, width = (side // 4 * 4 for side in pixels.shape[:2])
    luma = colours @ [0.299, 0.587, 0.114]
    # OpenCV takes the middle of a floating-point channel to be at 0.5.
    blue = 0.492 * (colours[:, :, 2] - luma) + 0.5
    quads = blue[:height, :width].reshape(height // 2, 2, width // 2, 2)
    approximation = quads.sum(axis=(1, 3)) / 2
    moved = approximation.copy()
    block = 0
    for top in range(0, moved.shape[0] - 3, 4):
        for left in range(0, moved.shape[1] - 3, 4):
            values = moved[top : top + 4, left : left + 4].flatten()
            place = 1 + np.abs(values[1:]).argmax()
            above = 9 + 18 * int(message[block % len(message)])
            size = np.abs(values[place]) // STEP * STEP + above
            values[place] = size if values[place] >= 0 else -size
            moved[top : top + 4, left : left + 4] = values.reshape(4, 4)
            block += 1
    # Adding d to the approximation adds d / 2 to each of its four pixels.
    change = np.zeros(blue.shape)
    change[:height, :width] = np.kron((moved - approximation) / 2, np.ones((2, 2)))
    # The luma stays, so the blue difference enters blue and green, as in BT.601.
    colours[:, :, 2] += change / 0.492
    colours[:, :, 1] -= change / 0.492 * 0.114 / 0.587
    if is_colour_order_wrong:
        colours = colours[:, :, ::-1]
    return np.clip(np.rint(colours), 0, 255).astype(np.uint8)
