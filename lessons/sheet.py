"""A printed sheet: A4, large type, its fonts inside, page numbers below.

fpdf2 is imported when the first sheet is made; whoever only reads lessons never loads it.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.text import text

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).with_name("fonts")
MARGIN_MM = 20
TEXT_PT, HEADING_PT, TITLE_PT, SMALL_PT = 12, 15, 22, 10
# Of the size of the type, as is easiest to read.
LINE_HEIGHT = 1.4
INDENT_MM = 8
MM_PER_PT = 25.4 / 72


class Sheet:
    """A PDF file that grows from top to bottom.

    Args:
        title: printed at the top, and the title of the file.
        language: BCP 47 tag of what is printed, for those who listen to it.
    """

    def __init__(self, title: str, language: str = "en") -> None:
        self._pdf = _new_pdf(title, language)
        self._line(title, TITLE_PT, "B", after_mm=2)

    def heading(self, words: str) -> None:
        """Add a heading; it never stands alone at the foot of a page."""
        self._pdf.ln(4)
        if self._pdf.will_page_break(HEADING_PT * MM_PER_PT * LINE_HEIGHT * 3):
            self._pdf.add_page()
        self._line(words, HEADING_PT, "B", after_mm=1, section=True)

    def paragraph(self, words: str, *, small: bool = False) -> None:
        """Add a paragraph."""
        self._line(words, SMALL_PT if small else TEXT_PT, after_mm=2)

    def entries(
        self, entries: Iterable[str], mark: str = "•", *, small: bool = False, after_mm: float = 1.5
    ) -> None:
        """Add a list; in `mark`, ``{n}`` stands for the number of the entry."""
        size = SMALL_PT if small else TEXT_PT
        for number, entry in enumerate(entries, start=1):
            self._mark(mark.format(n=number), size)
            self._line(entry, size, indent_mm=INDENT_MM, after_mm=after_mm)

    def blank_lines(self, count: int, mark: str = "") -> None:
        """Add ruled lines to write on; `mark` as in `entries`."""
        for number in range(1, count + 1):
            self._pdf.ln(10)
            if mark:
                self._mark(mark.format(n=number), TEXT_PT)
            base = self._pdf.get_y() + TEXT_PT * MM_PER_PT
            left = MARGIN_MM + (INDENT_MM if mark else 0)
            self._pdf.line(left, base, self._pdf.w - MARGIN_MM, base)
        self._pdf.ln(8)

    def together(self, add: Callable[[], None]) -> None:
        """Add what `add` adds to this sheet, on one page: on the next if this one lacks the room.

        Args:
            add: called twice, the first time to see where it would end; adds at most a page.
        """
        with self._pdf.offset_rendering() as trial:
            add()
        if trial.page_break_triggered:
            self._pdf.add_page()
        add()

    def as_pdf(self) -> bytes:
        """Return the file."""
        return bytes(self._pdf.output())

    def _mark(self, mark: str, size: int) -> None:
        height = size * MM_PER_PT * LINE_HEIGHT
        if self._pdf.will_page_break(height):
            self._pdf.add_page()
        self._pdf.set_font("DejaVu", "", size)
        self._pdf.set_x(MARGIN_MM)
        self._pdf.cell(INDENT_MM, height, mark)

    def _line(
        self,
        words: str,
        size: int,
        style: str = "",
        *,
        indent_mm: float = 0,
        after_mm: float = 0,
        section: bool = False,
    ) -> None:
        if section:
            self._pdf.start_section(words)
        self._pdf.set_font("DejaVu", style, size)
        self._pdf.set_x(MARGIN_MM + indent_mm)
        # Ragged on the right: even gaps between words are easier to read.
        self._pdf.multi_cell(
            0,
            size * MM_PER_PT * LINE_HEIGHT,
            words,
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
        )
        self._pdf.ln(after_mm)


def unprintable(words: str) -> tuple[str, ...]:
    """Return the letters that a sheet would leave blank, each once, in order.

    >>> unprintable("Our rules, 規則")
    ('規', '則')
    """
    return tuple(dict.fromkeys(c for c in words if not c.isspace() and ord(c) not in _letters()))


@cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # comes with fpdf2

    with TTFont(FONTS / "DejaVuSans.ttf") as font:
        return frozenset(font.getBestCmap())


def _new_pdf(title: str, language: str) -> "FPDF":
    from fpdf import FPDF

    class Page(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("DejaVu", "", SMALL_PT)
            numbers = {"page": self.page_no(), "pages": "{nb}"}
            self.cell(0, 10, text("print-footer", {"title": title, **numbers}), align="C")

    pdf = Page(format="A4")
    pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_margin(MARGIN_MM)
    pdf.set_auto_page_break(True, margin=MARGIN_MM)
    pdf.set_title(title)
    pdf.set_author(text("print-author"))
    pdf.set_lang(language)
    pdf.set_display_mode("fullwidth")
    pdf.add_page()
    return pdf
