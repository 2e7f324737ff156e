"""An answer in, its sentences chosen, ordered and joined again by a language model out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from evidence_search.asked import Asked
from evidence_search.checker import misquoted
from evidence_search.language_model import LanguageModel, Offered, load_language_model
from evidence_search.library import LibraryStore
from evidence_search.recall import SentenceVectors
from evidence_search.settings import Settings
from evidence_search.statements import BETWEEN_QUOTES, Answer, Statement
from evidence_search.types import Encoder

MOST = 3
TOGETHER = 0.75
log = logging.getLogger(__name__)


class Joiner:
    """
    Lets a model choose among the sentences found; whatever goes wrong, the answer stays as it was.

    The status and the reports cited are decided before, and stay: a report that the model leaves
    out is put back.
    """

    def __init__(self, model: LanguageModel, encoder: Encoder) -> None:
        self._model = model
        self._vectors = SentenceVectors(encoder)

    def join(self, answer: Answer, asked: Asked, store: LibraryStore) -> Answer:
        """Give the answer as the model orders it; one to a question in two parts stays."""
        found = [*answer.statements, *answer.others]
        if not answer.statements or asked.parts or len(found) == 1:
            return answer
        try:
            chosen = self._model.choose(asked.text, _offer(found))
        except Exception as error:  # noqa: BLE001 - the answer is there without it
            log.warning("answered without the language model: %s", type(error).__name__)
            return answer
        told = self._made([[found[number - 1] for number in numbers] for numbers in chosen])
        reports = {_report(one) for one in told}
        told += [one for one in answer.statements if _report(one) not in reports]
        joined = replace(answer, statements=tuple(told), joined_by=self._model.name)
        same = joined.statements == answer.statements
        if same or not reports or len(told) > MOST or misquoted(joined, store):
            return answer
        return joined

    def _made(self, chosen: Sequence[Sequence[Statement]]) -> list[Statement]:
        """Give those of the statements that stand together, without a sentence told before."""
        made, before = [], set[Statement]()
        for sentences in chosen:
            new = [one for one in dict.fromkeys(sentences) if one not in before]
            if new and self._belong_together(new):
                before.update(new)
                made.append(_joined(new))
        return made

    def _belong_together(self, sentences: Sequence[Statement]) -> bool:
        """Tell whether sentences are of one report, and near enough to all that is said of them."""
        if len(sentences) == 1:
            return True
        if len({_report(one) for one in sentences}) > 1:
            return False
        joined, *alone = self._vectors.of(
            [_joined(sentences).text, *[one.text for one in sentences]]
        )
        return all(float(joined @ one) >= TOGETHER for one in alone)


def load_joiner(settings: Settings, encoder: Encoder) -> Joiner | None:
    """Give what joins with the model that is set; None where none is. Raises SettingsInvalid."""
    model = load_language_model(settings)
    return Joiner(model, encoder) if model else None


def _offer(found: Sequence[Statement]) -> list[Offered]:
    reports = list(dict.fromkeys(map(_report, found)))
    return [
        Offered(id=number, report=reports.index(_report(one)) + 1, text=one.text)
        for number, one in enumerate(found, 1)
    ]


def _report(statement: Statement) -> str:
    return statement.citations[0].passage.document.id


def _joined(sentences: Sequence[Statement]) -> Statement:
    citations = tuple(cited for one in sentences for cited in one.citations)
    return Statement(BETWEEN_QUOTES.join(one.text for one in sentences), citations)
