"""Logs for machines: one JSON object a line, and of an exception where it was, not what it says."""

import json
import logging
import sys

from asgi_correlation_id import correlation_id

from api.logs import Lines, log_as
from api.metrics import Metrics
from api.observe import Observer
from tests.api.test_canary import CANARY


def line(**changed):
    try:
        int(CANARY)
    except ValueError:
        caught = sys.exc_info()
    record = logging.LogRecord("api.x", logging.ERROR, "x.py", 1, "it failed", (), caught)
    vars(record).update(changed)
    return json.loads(Lines().format(record))


def test_a_line_says_when_how_bad_where_from_and_what():
    told = line(exc_info=None)
    assert told.pop("time").startswith("20")
    assert told == {"level": "ERROR", "logger": "api.x", "message": "it failed"}


def test_an_exception_is_named_with_its_place_and_without_its_words():
    told = line()
    assert told["exc_info"].startswith("ValueError at test_logs.py:")
    assert CANARY not in json.dumps(told)


def test_requests_are_told_in_json_alone(capsys):
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.getLogger("api").level
    try:
        for form in ("plain", "json"):
            log_as(form)
            logging.getLogger("api.observe").info("request", extra={"route": "/v1/search"})
            logging.getLogger("httpx2").info("a library at work")
            logging.getLogger("api.live").error("generation refused")
        plain, *lines = capsys.readouterr().err.splitlines()
    finally:
        root.handlers[:], root.level = before[:2]
        logging.getLogger("api").setLevel(before[2])
    assert plain == "generation refused"
    assert [json.loads(one)["message"] for one in lines] == ["request", "generation refused"]
    assert json.loads(lines[0])["route"] == "/v1/search"


def test_a_request_is_told_with_its_id_its_route_and_how_long_it_took(caplog):
    scope = {"type": "http", "method": "GET", "path": f"/{CANARY}", "headers": []}
    given = correlation_id.set("a" * 32)
    with caplog.at_level(logging.INFO), Observer(Metrics()).request(scope) as told:
        told["status"] = "404"
    correlation_id.reset(given)
    [record] = caplog.records
    line = json.loads(Lines().format(record))
    assert (line["request_id"], line["route"], line["status"]) == ("a" * 32, "other", "404")
    assert line["seconds"] >= 0
    assert CANARY not in json.dumps(line)
