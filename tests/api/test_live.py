"""A new generation is served without a request noticing; a damaged one is not served at all."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from api import create_app, live
from api.live import Live
from api.metrics import Metrics
from evidence_search import Document, Engine, Passage, Settings, Span
from evidence_search.encode import HashEncoder
from evidence_search.errors import IndexMissing
from evidence_search.generations import current, roll_back
from evidence_search.index import Index, write_generation
from evidence_search.types import Page
from tests.alone import alone

WORDS = ("housing", "school", "health", "money", "family", "work")


def publish(directory, name):
    """Write a generation in which every passage names it."""
    with write_generation(directory, HashEncoder(), {"reader": "test"}) as writer:
        for number, word in enumerate(WORDS):
            text = f"Edition {name} says something about {word}."
            document = Document(word, f"{word}.pdf", word, str(number) * 64)
            passage = Passage(f"{word}#1:0", document, text, (Span(1, 0, len(text)),))
            writer.add(document, [Page(1, text)], [passage])


def damage(directory):
    file = current(directory) / "library.sqlite"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def settings_for(directory, **changed):
    given = {"index_dir": directory, "encoder": "hash", "rate_address": "", "reload_seconds": 0.02}
    return Settings.model_validate(given | changed)


def ask(client):
    return client.post("/v1/search", json={"query": "about housing"})


def wait_until(holds):
    for _ in range(3000):
        if holds():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it never came to be")


def metric(client, name):
    lines = client.get("/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(name)).split()[-1])


def test_an_engine_stays_open_until_its_last_request_ends(tmp_path):
    publish(tmp_path, "one")
    settings = settings_for(tmp_path)

    async def check():
        live = Live(Metrics())
        await live.start(settings)
        async with live.lend() as old:
            assert old
            publish(tmp_path, "two")
            await live.look(settings)
            async with live.lend() as new:
                assert new
                assert [old.index.generation, new.index.generation] == ["000001", "000002"]
                assert "Edition one" in old.search("housing")[0].passage.text
                assert "Edition two" in new.search("housing")[0].passage.text
        with pytest.raises(Exception, match="closed"):
            old.search("homes")
        live.close()
        with pytest.raises(Exception, match="closed"):
            new.search("homes")

    alone(check())


def test_readers_notice_nothing_of_fifty_publishes(tmp_path):
    publish(tmp_path, "edition1")
    done = threading.Event()

    def read(client):
        seen = set()
        while not done.is_set():
            answer = ask(client)
            body = answer.json()
            edition = f"Edition edition{int(body['generation'])} "
            assert answer.status_code == 200
            assert answer.headers["Index-Generation"] == body["generation"]
            assert all(hit["quote"].startswith(edition) for hit in body["hits"])
            assert len(body["hits"]) == len(WORDS)
            seen.add(body["generation"])
        return seen

    with (
        TestClient(create_app(settings=settings_for(tmp_path))) as client,
        ThreadPoolExecutor(3) as pool,
    ):
        readers = [pool.submit(read, client) for _ in range(3)]
        try:
            for number in range(2, 52):
                publish(tmp_path, f"edition{number}")
            wait_until(lambda: ask(client).json()["generation"] == "000051")
        finally:
            done.set()
        seen = set().union(*(reader.result() for reader in readers))
    assert len(seen) > 10


def test_a_damaged_generation_is_refused_and_the_old_one_goes_on(tmp_path, caplog):
    publish(tmp_path, "one")
    with TestClient(create_app(settings=settings_for(tmp_path))) as client:
        # The next generation is damaged before it becomes current, as a failing disk would do.
        other = tmp_path / "other"
        publish(other, "two")
        damage(other)
        current(other).rename(tmp_path / "gen" / "000002")
        roll_back(tmp_path, 2, lambda _: None)
        wait_until(lambda: client.get("/readyz").json()["status"] == "degraded")
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["generation"]) == (200, "000001")
        assert "000002 was refused" in ready.json()["fault"]
        assert str(tmp_path) not in ready.text
        assert "Edition one" in ask(client).text
        assert metric(client, "evidence_search_degraded") == 1
        assert metric(client, "evidence_search_generations_refused_total") == 1
        publish(tmp_path, "three")
        wait_until(lambda: client.get("/readyz").json()["status"] == "ready")
        assert "Edition three" in ask(client).text
        assert metric(client, "evidence_search_degraded") == 0
    assert "library.sqlite is not what was written" in caplog.text


def test_a_damaged_current_generation_falls_back_to_the_newest_whole_one(tmp_path, caplog):
    for name in ("one", "two", "three"):
        publish(tmp_path, name)
        if name != "one":
            damage(tmp_path)
    with TestClient(create_app(settings=settings_for(tmp_path))) as client:
        assert "Edition one" in ask(client).text
        assert client.get("/readyz").json()["status"] == "degraded"
        assert metric(client, "evidence_search_degraded") == 1
        roll_back(tmp_path, 1, Index)
        wait_until(lambda: client.get("/readyz").json()["status"] == "ready")
    assert "serving generation 000001 instead" in caplog.text
    assert "000002 is no way out" in caplog.text


def test_where_no_generation_is_whole_it_is_not_ready_until_one_is(tmp_path):
    publish(tmp_path, "one")
    damage(tmp_path)
    with TestClient(create_app(settings=settings_for(tmp_path))) as client:
        assert client.get("/readyz").status_code == 503
        publish(tmp_path, "two")
        wait_until(lambda: client.get("/readyz").status_code == 200)


@pytest.mark.parametrize(
    ("step", "error"),
    [("current_name", OSError), ("open_library", OSError), ("open_library", IndexMissing)],
)
def test_what_passes_does_not_keep_a_new_generation_away(tmp_path, monkeypatch, step, error):
    publish(tmp_path, "one")
    with TestClient(create_app(settings=settings_for(tmp_path))) as client:
        does, failed = getattr(live, step), threading.Event()

        def fails_once(*given):
            if failed.is_set():
                return does(*given)
            failed.set()
            raise error("for a moment")

        publish(tmp_path / "aside", "two")
        monkeypatch.setattr(live, step, fails_once)
        if step == "current_name":  # it is asked for all the time
            wait_until(failed.is_set)
        current(tmp_path / "aside").rename(tmp_path / "gen" / "000002")
        roll_back(tmp_path, 2, lambda _: None)
        wait_until(lambda: "Edition two" in ask(client).text)
        assert failed.is_set()
        assert client.get("/readyz").json()["status"] == "ready"


def test_an_index_by_another_encoder_is_refused(tmp_path):
    class Other(HashEncoder):
        fingerprint = "another"

    publish(tmp_path, "one")
    engine = Engine.open(settings_for(tmp_path))
    with write_generation(tmp_path, Other(), {}) as writer:
        text = "Another encoder made the vector of this passage."
        document = Document("x", "x.pdf", "x", "0" * 64)
        passage = Passage("x#1:0", document, text, (Span(1, 0, len(text)),))
        writer.add(document, [Page(1, text)], [passage])
    index = Index.open(tmp_path)
    with pytest.raises(Exception, match="not by hash-256"):
        engine.moved_to(index)
    index.close()
    engine.close()
