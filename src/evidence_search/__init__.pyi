from . import listing, terminal
from .engine import Engine
from .errors import EvidenceSearchError
from .filters import Filters
from .ratings import EvidenceRating
from .settings import Settings
from .statements import Answer, AnswerStatus, Statement
from .types import Citation, Document, Hit, Passage, Span

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
