"""What a generation is called: its number and, in Milvus, how often it was brought up to date."""

from __future__ import annotations

NAME = r"[0-9]{6,10}(\.[1-9][0-9]{0,8})?"  # 000007, or 000007.1


def name_of(number: int, revision: int = 0) -> str:
    return f"{number:06d}.{revision}" if revision else f"{number:06d}"


def number_of(name: str) -> int:
    return int(name.partition(".")[0])
