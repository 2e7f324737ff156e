"""A real server in a thread of the test, and what takes its time there."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import uvicorn

from api.server import listen
from evidence_search.answer import ExtractiveAnswerer, Selection
from evidence_search.search import HybridRetriever, Ranking, Reranking


class SlowReranker:
    """Takes a while for every search, and counts them."""

    fingerprint = "slow"

    def __init__(self, seconds):
        self.searches = 0
        self._seconds = seconds

    def score(self, _question, passages):
        self.searches += 1
        threading.Event().wait(self._seconds)
        return np.zeros(len(passages))


def reranked(engine, reranker, **changed):
    """Give an engine with `reranker` for searches and answers, and with settings `changed`."""
    settings = engine.settings.model_copy(update={"query_cache": 0} | changed)
    reranking = Reranking(reranker, 20, 0.1)
    retriever = HybridRetriever(engine.index, engine.encoder, Ranking.of(settings), reranking)
    answerer = ExtractiveAnswerer(engine.encoder, Selection(), reranker=reranker)
    return replace(
        engine, settings=settings, reranking=reranking, retriever=retriever, answerer=answerer
    )


def slow(engine, seconds):
    """Give an engine that takes `seconds` for every search and answer, and what counts them."""
    reranker = SlowReranker(seconds)
    return reranked(engine, reranker), reranker


@contextmanager
def served(app):
    """Give the port that `app` is served on."""
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
