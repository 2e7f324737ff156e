"""
Everything this project raises on purpose.

* EvidenceSearchError
  x SettingsInvalid      a setting is unknown or has a value that cannot be used
  x CatalogueInvalid     a catalogue or its ratings cannot be used as they stand
  x RatingsDamaged       the log of ratings is not what was written
  x StandardInvalid      a file of evidence standards is broken
  x UnreadableDocument   a PDF has no text, is encrypted or is broken
  x QuestionInvalid      a question is empty or too long to be searched
  x QuestionScreened     a question holds personal data or tells of danger
  x IndexUnusable
    + IndexMissing       no index stands at the path
    + IndexDamaged       a file of the index is not what its manifest says
    + IndexMismatch      the index was built by another encoder or another format
    + IndexBusy          another process is writing the index
"""

from collections.abc import Sequence


class EvidenceSearchError(Exception):
    """Base of every error that a caller may want to catch."""


class SettingsInvalid(EvidenceSearchError):
    """A setting that is unknown or cannot be used."""


class CatalogueInvalid(EvidenceSearchError):
    """A catalogue or a ratings file that cannot be used as it stands."""


class RatingsDamaged(EvidenceSearchError):
    """A log of ratings that was edited, cut or damaged."""


class StandardInvalid(EvidenceSearchError):
    """A standards file that cannot be used as it stands."""


class UnreadableDocument(EvidenceSearchError):
    """A PDF that gave no text; `final` where a second reader cannot do better."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class QuestionInvalid(EvidenceSearchError):
    """A question that cannot be searched."""


class QuestionScreened(EvidenceSearchError):
    """A question that must not be searched; `kinds` names what it holds, never its words."""

    def __init__(self, message: str, kinds: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.kinds = tuple(kinds)


class IndexUnusable(EvidenceSearchError):
    """An index that cannot be opened."""


class IndexMissing(IndexUnusable):
    """No index at the path."""


class IndexDamaged(IndexUnusable):
    """An index whose files are not what its manifest says."""


class IndexMismatch(IndexUnusable):
    """An index of another encoder or another format."""


class IndexBusy(IndexUnusable):
    """An index that another process is writing."""
