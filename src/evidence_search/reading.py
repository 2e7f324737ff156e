"""What was made of a question before it was searched, told to whoever asked it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term of the question and what was searched for beside it."""

    term: str
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """
    The question as it was searched, what was searched for beside it, and how it may be better put.

    `did_you_mean` is the question with other spellings, never searched unasked; `note` says what
    else the reader should know of the search; `unused` counts the words that no passage uses. They
    are not kept, for one may be a name. Of the programmes `named`, which are ones we list, no
    passage mentions those in `unmentioned`.
    """

    expansions: tuple[Expansion, ...] = ()
    did_you_mean: str | None = None
    note: str | None = None
    question: str = ""
    unused: int = 0
    named: tuple[str, ...] = ()
    unmentioned: tuple[str, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for e in self.expansions for one in e.added))
