"""A page to its picture in greys, and to what stands in the box of a word there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfPage

from evidence_search.types import Word

MOST_PIXELS = 4_000_000
SCALE = 1.5
INSET = 0.15
CONTRAST = 32


class Picture:
    def __init__(self, page: PdfPage) -> None:
        width, height = page.get_size()
        self._scale = min(SCALE, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        drawn = page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        self._pixels: NDArray[np.uint8] = drawn.to_numpy()

    def at(self, word: Word) -> NDArray[np.int16]:
        """Give the pixels of a word; none where it is off the page."""
        inset = INSET * (word.bottom - word.top)
        rows = slice(self._pixel(word.top + inset), self._pixel(word.bottom - inset) + 1)
        columns = slice(self._pixel(word.left), self._pixel(word.right) + 1)
        return self._pixels[rows, columns].astype(np.int16)

    def is_even(self, word: Word) -> bool:
        """Tell whether nothing is seen in the place of a word, or it is off the page."""
        ground = self.at(word)
        return ground.size == 0 or int(ground.max()) - int(ground.min()) < CONTRAST

    def _pixel(self, points: float) -> int:
        return max(0, int(points * self._scale))
