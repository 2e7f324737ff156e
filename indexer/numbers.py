"""Numbers of pages to words."""

from __future__ import annotations

from collections.abc import Sequence


def named(pages: Sequence[int]) -> str:
    """Name pages in words: `page 3`, `pages 1–4, 9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return f"page{'s'[: len(pages) > 1]} {', '.join('–'.join(map(str, run)) for run in runs)}"
