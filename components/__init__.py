"""Parts of pages that the quiz and the lessons share: they draw, and know nothing of either."""
