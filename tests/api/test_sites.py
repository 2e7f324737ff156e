"""Which sites may hold the widget, and what they are sent."""

import gzip
import re
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.widget import IMPORT, STATIC, widget
from evidence_search import Settings
from evidence_search.errors import SettingsInvalid

SITE = "https://intranet.example.org"
DECLARED = re.compile(r"^(?:const|let|class|(?:async )?function) (\w+)", re.MULTILINE)
ALLOW = "Access-Control-Allow-Origin"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}


@pytest.fixture
def allowing(index_dir):
    given = {"EVIDENCE_SEARCH_ALLOWED_SITES": f"{SITE}, http://b:81"}
    settings = Settings.from_env(
        given | {"EVIDENCE_SEARCH_INDEX_DIR": str(index_dir), "EVIDENCE_SEARCH_ENCODER": "hash"}
    )
    with TestClient(create_app(settings=settings)) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/widget.js", "/screening.json", "/v1/standards", "/v1/nothing"])
def test_only_a_named_site_may_read_what_is_served(allowing, client, path):
    assert allowing.get(path, headers={"Origin": SITE}).headers[ALLOW] == SITE
    assert "Origin" in allowing.get(path, headers={"Origin": SITE}).headers["Vary"]
    for origin in ("https://other.example.org", f"{SITE}.evil.example", "null"):
        assert ALLOW not in allowing.get(path, headers={"Origin": origin}).headers
    assert ALLOW not in client.get(path, headers={"Origin": SITE}).headers


def test_a_named_site_may_ask_and_no_other(allowing):
    asked = allowing.options("/v1/answer", headers=PREFLIGHT | {"Origin": SITE})
    assert (asked.status_code, asked.headers[ALLOW]) == (200, SITE)
    assert "Access-Control-Allow-Credentials" not in asked.headers
    other = allowing.options("/v1/answer", headers=PREFLIGHT | {"Origin": "https://x.example"})
    assert other.status_code == 400


def test_the_same_sites_may_frame_its_pages(allowing, client):
    policy = allowing.get("/").headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors 'self' http://b:81 {SITE}")
    assert client.get("/").headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")


@pytest.mark.parametrize(
    "given", ["*", "intranet.example.org", f"{SITE}/", "https://A.b", "ftp://a"]
)
def test_what_is_no_origin_is_refused_by_name(given):
    with pytest.raises(SettingsInvalid, match=r"ALLOWED_SITES.*is no origin"):
        Settings.from_env({"EVIDENCE_SEARCH_ALLOWED_SITES": given})


def test_the_script_is_one_module_of_all_its_parts_and_small(client):
    script = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert len(gzip.compress(script.content, mtime=0)) < 30_000
    assert int(script.headers["Content-Length"]) < 30_000
    assert not IMPORT.search(script.text)
    for part in (STATIC / "chat").glob("*.js"):
        last = part.read_text(encoding="utf-8").rstrip().rsplit("\n", 2)[-2]
        assert last.removeprefix("export ") in script.text, part.name


def test_no_two_parts_of_the_script_declare_the_same_name():
    declared = Counter(DECLARED.findall(widget().text))
    assert len(declared) > 50
    assert [name for name, times in declared.items() if times > 1] == []
    # A control: a part that is joined twice declares its names twice.
    assert max(Counter(DECLARED.findall(widget().text * 2)).values()) > 1


def test_no_part_of_the_script_reads_markup(client):
    sinks = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "postMessage",
    )
    assert [sink for sink in sinks if sink in client.get("/widget.js").text] == []


def test_the_published_hash_is_that_of_the_script(client):
    said = client.get("/widget.js.sri").text
    assert said == widget().integrity
    assert said.startswith("sha384-")
    assert said in client.get("/embed").text
    changed = type(widget())(client.get("/widget.js").text + " ")
    assert changed.integrity != said


@pytest.mark.parametrize("path", ["/widget.js", "/screening.json"])
def test_what_a_browser_has_is_not_sent_twice(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.text == first.text
