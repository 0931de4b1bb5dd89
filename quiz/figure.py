"""A picture as HTML, plain or with its regions outlined."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from quiz.item import Region

# Two strokes, dark under light, so that the outline stands out on any picture; the number ties it
# to the reason in the text, so that nothing rests on colour alone.
_OUTLINE = (
    '<polygon points="{points}" fill="none" stroke="#111" stroke-width="9"/>'
    '<polygon points="{points}" fill="none" stroke="#ffd54a" stroke-width="5"/>'
    '<circle cx="{x}" cy="{y}" r="24" fill="#111" stroke="#ffd54a" stroke-width="3"/>'
    '<text x="{x}" y="{y}" dy="11" text-anchor="middle" font-size="30" font-weight="700"'
    ' fill="#ffd54a">{number}</text>'
)


def picture_figure(
    address: str,
    alt: str,
    size: tuple[int, int],
    caption: str = "",
    regions: Sequence[Region] = (),
    *,
    lazy: bool = False,
) -> str:
    """Return a figure: the picture, its outlined regions, and a caption.

    Args:
        address: where the picture is served.
        alt: its text alternative.
        size: its width and height in pixels.
        caption: shown below it; empty for none.
        regions: outlined and numbered from 1.
        lazy: let the browser wait until it is nearly in view.

    Returns:
        HTML whose every text is escaped.
    """
    loading = ' loading="lazy"' if lazy else ""
    width, height = size
    overlay = ""
    if regions:
        shapes = "".join(_outline(number, region, size) for number, region in enumerate(regions, 1))
        drawing = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" font-family="sans-serif">{shapes}</svg>'
        )
        # As a picture of its own: inline SVG is taken out when Streamlit cleans the HTML.
        overlay = f'<img src="data:image/svg+xml,{quote(drawing)}" alt="">'
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return (
        f'<figure class="picture"><div><img src="{escape(address)}" alt="{escape(alt)}"'
        f' width="{width}" height="{height}"{loading}>{overlay}</div>{below}</figure>'
    )


def _outline(number: int, region: Region, size: tuple[int, int]) -> str:
    width, height = size
    corners = [(x * width, y * height) for x, y in region.polygon]
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)
    # The label sits on the topmost corner, pulled in so that it never leaves the picture.
    top_x, top_y = min(corners, key=lambda corner: corner[1])
    x = min(max(top_x, 28), width - 28)
    y = min(max(top_y, 28), height - 28)
    return _OUTLINE.format(points=points, x=f"{x:.0f}", y=f"{y:.0f}", number=number)
