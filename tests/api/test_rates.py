"""Whoever asks too often is told to wait, how long, and what is left to them."""

import re
import threading

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.keys import KeyFile, Scope
from api.rates import Rates, household
from evidence_search import Settings
from evidence_search.errors import SettingsInvalid

LIMITED = {"rate_address": "3/minute;5/hour", "rate_key": "4/minute;8/hour"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def limited(settings, path):
    changed = LIMITED | {"keys_file": path}
    app = create_app(settings=settings.model_copy(update=changed))
    with TestClient(app) as client:
        yield client


def statuses(client, count, **headers):
    return [client.get("/v1/index", headers=headers).status_code for _ in range(count)]


def test_too_many_requests_are_refused_and_told_when_to_come_back(limited):
    assert statuses(limited, 3) == [200] * 3
    refused = limited.get("/v1/index")
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/too-often")
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["RateLimit-Policy"] == '"burst";q=3;w=60, "sustained";q=5;w=3600'
    assert re.fullmatch(r'"burst";r=0;t=\d+, "sustained";r=\d;t=\d+', refused.headers["RateLimit"])
    assert statuses(limited, 1) == [429]
    assert limited.get("/livez").status_code == 200
    assert "RateLimit" not in limited.get("/livez").headers


def test_nobody_is_kept_beyond_their_time_and_no_thread_is_started_for_it(monkeypatch):
    monkeypatch.setattr("api.rates.SWEPT", 0.05)
    rates = Rates("2/hour")
    threading.Event().wait(0.05)  # the storage starts one at first
    before = threading.enumerate()
    for number in range(200):
        rates.take(f"192.0.2.{number}")
        assert threading.enumerate() == before
    within, [left] = rates.take("192.0.2.1")
    assert (within, left.remaining) == (True, 0)
    assert not rates.take("192.0.2.1")[0]
    assert len(rates._storage.expirations) >= 200
    kept = rates._storage.expirations
    kept |= dict.fromkeys(kept, 0.0)
    threading.Event().wait(0.05)
    assert rates.take("192.0.2.1")[0]
    assert len(kept) == len(rates._storage.storage) == 1


def test_what_is_left_is_counted_down(limited):
    left = [limited.get("/v1/index").headers["RateLimit"] for _ in range(3)]
    assert [re.findall(r"r=(\d+)", one) for one in left] == [["2", "4"], ["1", "3"], ["0", "2"]]


def test_a_key_has_its_own_allowance_and_a_wrong_one_has_none(limited, path):
    key = KeyFile(path).create("A council", [Scope.READ], None)
    other = KeyFile(path).create("Another", [Scope.READ], None)
    bearer = {"Authorization": f"Bearer {key}"}
    assert statuses(limited, 5, **bearer) == [200] * 4 + [429]
    assert statuses(limited, 1, Authorization=f"Bearer {other}") == [200]
    wrong = {"Authorization": "Bearer es_00000000_" + "A" * 43}
    assert statuses(limited, 4, **wrong) == [401] * 3 + [429]


def test_no_header_of_a_client_gives_it_a_new_allowance(limited):
    found = [
        limited.get("/v1/index", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ]
    assert found == [200, 200, 200, 429]


def test_without_a_limit_nothing_is_counted(settings):
    app = create_app(settings=settings.model_copy(update={"rate_address": ""}))
    with TestClient(app) as client:
        assert "RateLimit" not in client.get("/v1/index").headers


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_who_can_change_their_address_at_will_is_counted_as_one(address, counted):
    assert household(address) == counted


@pytest.mark.parametrize("given", ["many", "0/minute", "3/minute;", "3/minute;4/hour;5/day", "3"])
def test_a_rate_that_cannot_be_read_is_refused_by_name(given):
    with pytest.raises(SettingsInvalid, match=r"RATE_ADDRESS.*write it as"):
        Settings.from_env({"EVIDENCE_SEARCH_RATE_ADDRESS": given})


def test_a_proxy_that_is_no_address_is_refused_by_name():
    with pytest.raises(SettingsInvalid, match="TRUSTED_PROXIES"):
        Settings.from_env({"EVIDENCE_SEARCH_TRUSTED_PROXIES": "nginx"})
