"""The one object that the API serves and the eval harness measures."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Unpack

from evidence_search.answer import ExtractiveAnswerer, Selection, nearest
from evidence_search.asked import ASKING, Asked, spell_out
from evidence_search.checker import misquoted
from evidence_search.confidence import Confidence
from evidence_search.encode import HashEncoder, load_encoder
from evidence_search.errors import CatalogueInvalid, QuestionScreened
from evidence_search.explain import explain
from evidence_search.filters import Filters
from evidence_search.grouped import group, say_what_is_missing
from evidence_search.join import Joiner, load_joiner
from evidence_search.library import Library
from evidence_search.library_names import library_names
from evidence_search.opening import open_library
from evidence_search.programmes import look_up
from evidence_search.question import AnswerChoices, SearchChoices, clean_question
from evidence_search.ratings import Dimension
from evidence_search.reading import Expansion, Reading
from evidence_search.rerank import load_reranker
from evidence_search.scale import Standard, Standards
from evidence_search.screen import screen
from evidence_search.screening import ScreenedAnswer, Screening
from evidence_search.search import HybridRetriever, Ranking, Reranking
from evidence_search.settings import Settings
from evidence_search.spelling import Speller
from evidence_search.stages import Stage, Steps, answer_of
from evidence_search.standards import load_standards
from evidence_search.statements import Answer, AnswerStatus, Searched
from evidence_search.tie_break import break_ties
from evidence_search.types import Encoder, Hit
from evidence_search.vocabulary import Vocabulary, load_vocabulary
from evidence_search.watch import Step, Watch, unwatched
from evidence_search.weigh import weigh
from evidence_search.words import FOREIGN, refuse

READ_FOR_ANSWERS = 20
DEEPEST = 10_000
NEVER_SEARCHED = frozenset({AnswerStatus.PERSONAL_DATA, AnswerStatus.SAFEGUARDING})


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a search, and what was made of its question."""

    hits: tuple[Hit, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Engine:
    """An open index with what searches it and answers from it."""

    settings: Settings
    index: Library
    standards: Standards
    vocabulary: Vocabulary
    speller: Speller
    encoder: Encoder
    reranking: Reranking | None
    retriever: HybridRetriever
    answerer: ExtractiveAnswerer
    names: frozenset[str] = frozenset()
    joiner: Joiner | None = None
    watch: Watch = unwatched

    @classmethod
    def open(cls, settings: Settings, confidence: Confidence | None = None) -> Engine:
        """
        Open the index that `settings` name, here or in Milvus, and load its encoder.

        `confidence` takes the place of the model that comes with the library.
        Raises IndexMissing, IndexDamaged, IndexMismatch, StandardInvalid or SettingsInvalid.
        """
        return cls.over(open_library(settings), settings, confidence)

    @classmethod
    def over(
        cls, index: Library, settings: Settings, confidence: Confidence | None = None
    ) -> Engine:
        """Load the models that `settings` name to serve an index, which is closed if that fails."""
        with ExitStack() as unless_served:
            unless_served.callback(index.close)
            encoder = load_encoder(settings.encoder, settings.inference)
            # Where nothing understands a text, nothing is reranked unasked either.
            understood = settings.encoder != HashEncoder.name
            reranker = load_reranker(settings.reranker, unasked=understood)
            engine = cls(
                settings,
                index,
                load_standards(settings.standards),
                load_vocabulary(settings.vocabulary),
                Speller(index.words),
                encoder,
                reranking := Reranking.of(settings, reranker),
                HybridRetriever(
                    index,
                    encoder,
                    Ranking.of(settings),
                    reranking,
                    remembered=settings.query_cache,
                ),
                ExtractiveAnswerer(
                    encoder, Selection(), confidence, reranker, settings.least_confidence
                ),
                library_names(index.store.documents()),
                load_joiner(settings, encoder),
            )
            unless_served.pop_all()
            return engine

    def moved_to(self, index: Library) -> Engine:
        """Give an engine over another index, with the models of this one; raises IndexMismatch."""
        return replace(
            self,
            index=index,
            speller=Speller(index.words),
            retriever=HybridRetriever(
                index,
                self.encoder,
                Ranking.of(self.settings),
                self.reranking,
                watch=self.watch,
                remembered=self.settings.query_cache,
            ),
            names=library_names(index.store.documents()),
        )

    def encoded_by(self, encoder: Encoder) -> Engine:
        """Give this engine with questions encoded by `encoder`, of the same fingerprint."""
        return replace(self, encoder=encoder, retriever=self.retriever.encoded_by(encoder))

    def watched_by(self, watch: Watch) -> Engine:
        """Give this engine with each step of its work told to `watch`."""
        return replace(self, retriever=self.retriever.watched_by(watch), watch=watch)

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        **choices: Unpack[SearchChoices],
    ) -> list[Hit]:
        """Give the hits of `find`."""
        return list(self.find(query, k, filters, **choices).hits)

    def find(  # noqa: PLR0913 - keywords, each a choice of whoever asks
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        *,
        confirmed: bool = False,
        expand: bool = True,
        prefer: str | None = None,
    ) -> Found:
        """
        Give up to `k` hits, best first, and what was made of the query.

        `expand` says whether the vocabulary may add terms to it. `prefer` names the standard whose
        order breaks ties of relevance, in place of the setting. Raises QuestionInvalid or
        QuestionScreened, and CatalogueInvalid where there is no such standard.
        """
        standard = self.preferred(prefer)
        question = clean_question(query, self.settings.question_length)
        seen = self._screen(question, confirmed=confirmed)
        if seen.status in NEVER_SEARCHED:
            raise QuestionScreened(refuse(seen), [kind for kind, _ in seen.kinds])
        reading = self._read(question, expand=expand)
        depth = DEEPEST if standard else k
        with self.watch(Step.RETRIEVE):
            hits = self.retriever.retrieve(question, depth, filters, added=reading.added)
        if standard:
            hits = break_ties(hits, standard, self.settings.prefer_within)
        return Found(tuple(hits[:k]), reading)

    def preferred(self, prefer: str | None = None) -> Standard | None:
        """Give the standard whose order breaks ties, None where relevance stands alone."""
        name = self.settings.prefer if prefer is None else prefer
        if name and name not in self.standards:
            known = ", ".join(sorted(self.standards))
            raise CatalogueInvalid(f"no such standard to prefer: use one of {known}")
        return self.standards[name] if name else None

    def answer(
        self,
        question: str,
        filters: Filters | None = None,
        **choices: Unpack[AnswerChoices],
    ) -> Answer:
        """
        Answer in sentences of the library, or say that it has none; raises QuestionInvalid.

        Personal data, danger and what is not for research to answer are told before anything is
        searched. `confirmed` says that a doubtful name is not that of a person in a case, `expand`
        whether the vocabulary may add terms. With `by_dimension` it is a GroupedAnswer: the same
        once more for each dimension of EMMIE.
        """
        return answer_of(self.answering(question, filters, **choices))

    def answering(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        confirmed: bool = False,
        expand: bool = True,
        by_dimension: bool = False,
    ) -> Steps:
        """
        Give each stage of `answer` before it begins, and the answer last.

        A question that cannot be used raises before the first stage; whoever asks for no more
        stops the work.
        """
        cleaned = clean_question(question, self.settings.question_length)
        seen = self._screen(cleaned, confirmed=confirmed)
        if seen.status:
            yield ScreenedAnswer(seen.status, refuse(seen), screening=seen)
            return
        yield Stage.SEARCHING
        reading = look_up(self._read(cleaned, expand=expand), self.index)
        filters = filters or Filters()
        with self.watch(Step.RETRIEVE):
            asked = Asked.of(cleaned, reading, self.encoder)
            hits = self._hits(asked, filters, reading)
        yield Stage.READING
        with self.watch(Step.ANSWER):
            found = self._extract(asked, hits)
        yield Stage.CHECKING
        with self.watch(Step.CHECK):
            found = replace(self._checked(found, asked, hits), reading=reading)
        found = explain(weigh(found, self.standards), self._reach(filters))
        found = say_what_is_missing(found, filters.emmie)
        if self.joiner and not screen(cleaned, known=self.names).status:
            found = self.joiner.join(found, asked, self.index.store)
        if not by_dimension:
            yield found
            return
        confined = {}
        for one in filters.emmie or tuple(Dimension):
            yield Stage.GROUPING
            own = self._hits(asked, replace(filters, emmie=(one,)), reading)
            confined[one] = self._checked(self._extract(asked, own), asked, own)
        yield group(found, confined)

    def _screen(self, question: str, *, confirmed: bool) -> Screening:
        with self.watch(Step.SCREEN):
            return screen(question, confirmed=confirmed, known=self.names)

    def _hits(self, asked: Asked, filters: Filters, reading: Reading) -> list[Hit]:
        return self.retriever.retrieve(
            asked.text,
            READ_FOR_ANSWERS,
            filters,
            added=reading.added,
            spread=False,
            rerank=False,  # it reads their sentences instead
            vector=asked.vector,
        )

    def _extract(self, asked: Asked, hits: Sequence[Hit]) -> Answer:
        """Answer from what still stands; what no longer does may be shown as near, so marked."""
        current = [hit for hit in hits if hit.passage.document.is_current]
        found = self.answerer.answer(asked, current, self.watch)
        return found if found.statements else replace(found, nearest=nearest(hits))

    def _checked(self, answer: Answer, asked: Asked, hits: Sequence[Hit]) -> Answer:
        """
        Answer again without the passages that were misquoted, until every quote stands.

        What is nearest to a question without an answer may be a report that no answer stands on.
        """
        dropped = 0
        while wrong := misquoted(answer, self.index.store):
            dropped += len(wrong)
            failed = {cited.passage.id for one in wrong for cited in one.citations}
            hits = [hit for hit in hits if hit.passage.id not in failed]
            answer = self._extract(asked, hits)
        close = () if answer.statements else nearest(hits)
        return replace(answer, dropped=dropped, nearest=close)

    def _reach(self, filters: Filters) -> Searched:
        counts = self.index.manifest.counts
        if replace(filters, emmie=()) == Filters():
            return Searched(counts["documents"], counts["pages"], counts["documents"])
        return Searched(*self.index.reach(filters), counts["documents"])

    def _read(self, question: str, *, expand: bool) -> Reading:
        foreign = self.speller.is_foreign(question)
        expansions = self.vocabulary.expand(question)
        meant = None if foreign else self.speller.suggest(question)
        return Reading(
            expansions if expand else (),
            meant,
            FOREIGN if foreign else None,
            question,
            self._unused(meant or question, expansions),
        )

    def _unused(self, question: str, expansions: Sequence[Expansion]) -> int:
        """Count the words of a question that no report uses, without those that ask."""
        unused = self.index.unused(spell_out(question, expansions))
        own = question.lower()
        return sum(word in own and not ASKING.fullmatch(word) for word in unused)

    def close(self) -> None:
        self.index.close()
