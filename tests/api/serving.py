"""A real server in a thread of the test, and what takes its time there."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import uvicorn

from api.server import listen
from evidence_search.search import HybridRetriever, Ranking, Reranking, Weights


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


def slow(engine, seconds):
    """Give an engine that takes `seconds` for every search, and what counts the searches."""
    reranker = SlowReranker(seconds)
    ranking = Ranking(Weights(0.3, 0.4, 0.3, 0), 200, 5)
    reranking = Reranking(reranker, 20, 0.1)
    retriever = HybridRetriever(engine.index, engine.encoder, ranking, reranking)
    settings = engine.settings.model_copy(update={"query_cache": 0})
    return replace(engine, settings=settings, reranking=reranking, retriever=retriever), reranker


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
