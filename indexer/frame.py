"""Boxes in the coordinates of a PDF page to boxes on the page as it is displayed."""

from __future__ import annotations

from typing import TypeAlias

import pypdfium2

Box: TypeAlias = tuple[float, float, float, float]


class Frame:
    """What is seen of a page, cropped and turned; its boxes count from its top left, in points."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.rotation = page.get_rotation()

    def displayed(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Give left, top, right, bottom of a box whose top is higher than its bottom."""
        match self.rotation:
            case 90:
                return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 180:
                return (
                    self.right - right,
                    bottom - self.bottom,
                    self.right - left,
                    top - self.bottom,
                )
            case 270:
                return self.top - top, self.right - right, self.top - bottom, self.right - left
            case _:
                return left - self.left, self.top - top, right - self.left, self.top - bottom
