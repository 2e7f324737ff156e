"""What readers thought is kept for as long as is set, and then gone from the disk."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api import create_app, keeping
from api.cli import main
from api.feedback_store import MOST, Asking, Feedback, FeedbackStore
from evidence_search import Settings
from tests.api.conftest import CONFERENCES, write_index
from tests.api.test_feedback import ANSWER, send

TODAY = date(2026, 6, 1)
OLD = "an old comment of some length that could be found again"


def told(age=0, answer="a" * 32, comment="", helpful=False):
    day = str(TODAY - timedelta(age))
    return Feedback(day, answer, "000001", "answered", helpful, "other", comment)


def asked(age=0, answer="a" * 32, status="no_evidence", question="does mentoring help?"):
    return Asking(str(TODAY - timedelta(age)), answer, status, question)


@pytest.fixture
def store(tmp_path):
    return FeedbackStore(tmp_path / "feedback.sqlite", 90)


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_what_is_older_than_the_days_set_is_forgotten_and_its_bytes_are_gone(store, tmp_path):
    store.keep(told(90, comment=OLD))
    store.keep(told(89, comment="kept"))
    store.keep(asked(90, "b" * 32, question=OLD))
    assert OLD.encode() in bytes_of(tmp_path)
    assert store.purge(TODAY) == 2
    assert [one.comment for one in store.feedback()] == ["kept"]
    assert store.askings() == []
    assert OLD.encode() not in bytes_of(tmp_path)
    assert store.purge(TODAY + timedelta(1)) == 1
    assert store.feedback() == []


def test_an_answered_question_that_nobody_called_unhelpful_is_forgotten_after_a_day(store):
    for age, name in ((0, "a"), (1, "b"), (2, "c"), (2, "d")):
        store.keep(asked(age, name * 32, "answered"))
    store.keep(told(2, "d" * 32, helpful=False))
    store.keep(told(2, "c" * 32, helpful=True))
    assert store.purge(TODAY) == 1
    assert {one.answer[0] for one in store.askings()} == {"a", "b", "d"}


def test_there_is_a_most_that_is_kept(store, monkeypatch):
    monkeypatch.setattr("api.feedback_store.MOST", 3)
    assert MOST > 3
    for number in range(5):
        store.keep(told(comment=str(number)))
    assert store.purge(TODAY) == 2
    assert [one.comment for one in store.feedback()] == ["2", "3", "4"]


def test_no_log_is_left_beside_the_file(store, tmp_path):
    store.keep(told())
    assert [path.name for path in tmp_path.iterdir()] == ["feedback.sqlite"]
    with sqlite3.connect(store.path) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


def test_a_place_that_cannot_be_written_is_logged_and_nobody_waits(tmp_path, caplog):
    FeedbackStore(tmp_path / "nowhere" / "feedback.sqlite", 90).keep(told(comment=OLD))
    assert "feedback is not kept: unable to open" in caplog.text
    assert OLD not in caplog.text


@pytest.fixture
def directory(tmp_path):
    write_index(tmp_path / "index")
    return tmp_path / "index"


def test_feedback_is_kept_beside_the_index_and_purged_at_the_start_and_again(
    directory, monkeypatch
):
    settings = Settings(index_dir=directory, encoder="hash")
    store = FeedbackStore.of(settings)
    assert store is not None
    assert store.path == directory / "feedback.sqlite"
    clock = [TODAY]
    for module in ("api.keeping", "api.feedback"):
        monkeypatch.setattr(f"{module}.today", lambda: clock[0])
    monkeypatch.setattr(keeping, "HOUR", 0.02)
    store.keep(told(91))
    with TestClient(create_app(settings=settings)) as client:
        wait(client, lambda: not store.feedback())
        reference = ANSWER | {"id": "f" * 32}
        assert send(client, answer=reference, comment="The page is wrong").status_code == 204
        [kept] = store.feedback()
        assert (kept.day, kept.answer, kept.reason) == (str(TODAY), "f" * 32, "wrong_page")
        clock[0] = TODAY + timedelta(89)
        wait(client, lambda: True)
        assert store.feedback() == [kept]
        clock[0] = TODAY + timedelta(90)
        wait(client, lambda: not store.feedback())


def wait(client, done, tries=200):
    """Give the service's own loop its turns until it is `done`."""
    for _ in range(tries):
        client.get("/livez")
        if done():
            return
    pytest.fail("nothing was forgotten")


def test_a_refused_comment_leaves_nothing(directory):
    settings = Settings(index_dir=directory, encoder="hash")
    with TestClient(create_app(settings=settings)) as client:
        assert send(client, comment="Ring Jayden Quokkaford on 07700 900461").status_code == 422
    assert not (directory / "feedback.sqlite").exists()


def test_nothing_is_kept_where_no_days_are_set(directory):
    settings = Settings(index_dir=directory, encoder="hash", feedback_days=0)
    with TestClient(create_app(settings=settings)) as client:
        assert send(client).status_code == 204
    assert not (directory / "feedback.sqlite").exists()
    with pytest.raises(ValidationError, match="FEEDBACK_DAYS above 0"):
        Settings(feedback_days=0, learning=True)


def test_the_file_may_lie_elsewhere(directory, tmp_path):
    place = tmp_path / "kept.sqlite"
    settings = Settings(index_dir=directory, encoder="hash", feedback_file=place)
    with TestClient(create_app(settings=settings)) as client:
        send(client)
    assert place.exists()


def test_the_pages_and_the_widget_say_when_questions_are_kept(directory):
    silent = Settings(index_dir=directory, encoder="hash")
    with TestClient(create_app(settings=silent)) as client:
        assert "Questions are not kept." in client.get("/ask").text
        assert client.get("/screening.json").json()["kept_days"] == 0
        client.post("/v1/answer", json={"question": CONFERENCES})
    assert not (directory / "feedback.sqlite").exists()
    learning = silent.model_copy(update={"learning": True})
    with TestClient(create_app(settings=learning)) as client:
        assert "Questions are not kept." not in client.get("/").text
        assert "It does not keep your question." not in client.get("/").text
        assert "Questions are kept for 90 days without names" in client.get("/ask").text
        assert client.get("/screening.json").json()["kept_days"] == 90
        told = client.post("/v1/answer", json={"question": CONFERENCES}).json()
    [kept] = FeedbackStore(directory / "feedback.sqlite", 90).askings()
    assert (kept.answer, kept.status) == (told["id"], "answered")
    assert kept.question == CONFERENCES.lower()


def test_the_commands_list_and_purge(directory):
    store = FeedbackStore(directory / "feedback.sqlite", 90)
    store.keep(told(0, comment="the page is wrong"))
    listed = CliRunner().invoke(main, ["feedback", "list", "--index", str(directory)])
    assert listed.output == "2026-06-01 answered not useful, other: the page is wrong\n"
    far = {"EVIDENCE_SEARCH_FEEDBACK_DAYS": "1"}
    gone = CliRunner().invoke(main, ["feedback", "purge", "--index", str(directory)], env=far)
    assert gone.output == "1 rows forgotten\n"
    assert store.feedback() == []
