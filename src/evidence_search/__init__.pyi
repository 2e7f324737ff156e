from . import listing, terminal
from .engine import Engine
from .errors import EvidenceSearchError
from .settings import Settings
from .types import (
    Answer,
    AnswerStatus,
    Citation,
    Document,
    EvidenceRating,
    Filters,
    Hit,
    Passage,
    Span,
    Statement,
)

__all__ = [
    "Answer",
    "AnswerStatus",
    "Citation",
    "Document",
    "Engine",
    "EvidenceRating",
    "EvidenceSearchError",
    "Filters",
    "Hit",
    "Passage",
    "Settings",
    "Span",
    "Statement",
    "listing",
    "terminal",
]
