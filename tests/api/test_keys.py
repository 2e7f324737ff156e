"""Keys are shown once, kept as hashes, and good for what they were made for until they end."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from api import create_app
from api.keys import KeyFile, KnownKeys, Scope
from api.keys_cli import keys
from evidence_search import Settings
from evidence_search.errors import SettingsInvalid

SOON = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kept" / "keys.json"


@pytest.fixture
def file(path):
    return KeyFile(path)


def key_of(known, text):
    found = known.find(text)
    assert found is not None
    return found


def run(path, *arguments):
    return CliRunner().invoke(keys, ["--file", str(path), *arguments])


def test_a_key_is_256_random_bits_and_only_its_hash_is_kept(file, path):
    made = {file.create("A council", [Scope.READ], None) for _ in range(3)}
    assert len(made) == 3
    for key in made:
        prefix, _, secret = key.split("_", 2)
        assert (prefix, len(secret)) == ("es", 43)  # 43 characters of 6 bits hold 256
        assert secret not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path.name for path in path.parent.iterdir() if "keys-" in path.name] == []


def test_a_key_is_known_until_it_ends(file, path):
    key = file.create("A council", [Scope.READ, Scope.ADMIN], SOON)
    ended = file.create("Another", [Scope.READ], datetime.now(UTC) - timedelta(seconds=5))
    known = KnownKeys(path)
    found = known.find(key)
    assert found is not None
    assert (found.label, found.scopes) == ("A council", (Scope.ADMIN, Scope.READ))
    assert known.find(ended) is None
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    for other in (wrong, key.upper(), f"{key} ", key[:-1], "", "es_", "es__", key[3:], "é" * 50):
        assert known.find(other) is None


def test_what_changes_in_the_file_counts_at_once(file, path):
    known = KnownKeys(path)
    assert known.find("es_none") is None
    old = file.create("A council", [Scope.READ], None)
    first = key_of(known, old)
    new = file.rotate(first.id, timedelta(hours=1), None)
    assert key_of(known, old).id == first.id
    assert key_of(known, new).label == "A council"
    file.revoke(first.id)
    assert known.find(old) is None
    at_once = file.rotate(key_of(known, new).id, timedelta(0), None)
    assert known.find(new) is None
    assert key_of(known, at_once).scopes == (Scope.READ,)


def test_rotation_never_gives_an_old_key_more_time(file, path):
    key = file.create("A council", [Scope.READ], datetime.now(UTC) + timedelta(minutes=1))
    file.rotate(key_of(KnownKeys(path), key).id, timedelta(days=1), None)
    assert file.read()[0].ends < datetime.now(UTC) + timedelta(minutes=2)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'[{"id": "a"}]'])
def test_a_damaged_file_lets_nobody_in(file, path, content, caplog):
    key = file.create("A council", [Scope.READ], None)
    known = KnownKeys(path)
    assert known.find(key)
    path.write_bytes(content)
    assert known.find(key) is None
    assert "no key is accepted" in caplog.text
    with pytest.raises(SettingsInvalid, match="cannot be read as a file of keys"):
        file.create("Another", [Scope.READ], None)
    assert path.read_bytes() == content


def test_the_commands_make_list_rotate_and_revoke(path):
    made = run(path, "create", "A council", "--scope", "read", "--scope", "admin", "--days", "30")
    key = made.stdout.strip()
    key_id = key.split("_")[1]
    assert "shown this once" in made.stderr
    listed = run(path, "list").stdout
    assert listed.startswith(f"{key_id}  active  admin read  ")
    assert key.split("_", 2)[2] not in listed
    rotated = run(path, "rotate", key_id, "--grace-hours", "0").stdout.strip()
    assert rotated != key
    assert [line.split()[1] for line in run(path, "list").stdout.splitlines()] == [
        "ended",
        "active",
    ]
    assert run(path, "revoke", rotated.split("_")[1]).exit_code == 0
    assert run(path, "revoke", rotated.split("_")[1]).exit_code == 2
    assert "no active key" in run(path, "rotate", "nobody").output


def test_no_keys_where_only_keys_may_read_is_a_setting_that_cannot_be_used():
    with pytest.raises(SettingsInvalid, match=r"KEYS_FILE.*keys create"):
        Settings.from_env({"EVIDENCE_SEARCH_ACCESS": "key"})


def test_neither_key_nor_hash_is_in_any_response(file, path, settings):
    key = file.create("A council", list(Scope), None)
    kept = json.loads(path.read_text())[0]
    app = create_app(settings=settings.model_copy(update={"keys_file": path, "access": "key"}))
    with TestClient(app, headers={"Authorization": f"Bearer {key}"}) as client:
        for address in ("/v1/index", "/metrics", "/v1/nothing", "/", "/v1/search"):
            answer = client.get(address)
            assert answer.status_code != 401
            told = answer.text + str(answer.headers)
            assert kept["sha256"] not in told
            assert kept["label"] not in told
            assert key.split("_", 2)[2] not in told
