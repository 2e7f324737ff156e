"""The files that deploy the service: linted, and what they promise looked for."""

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from api.cli import main
from deploy.rehearse import Rehearsal, instructions
from evidence_search import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX, OPENSSL, SYSTEMD = map(shutil.which, ("nginx", "openssl", "systemd-analyze"))
HADOLINT = Path(sys.executable).with_name("hadolint")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNIT = (DEPLOY / "evidence-search.service").read_text(encoding="utf-8")


def lint(path):
    return subprocess.run([str(HADOLINT), str(path)], capture_output=True, text=True, check=False)


def test_the_dockerfile_passes_hadolint(tmp_path):
    assert lint(DEPLOY / "Dockerfile").stdout == ""
    careless = tmp_path / "Dockerfile"
    careless.write_text(DOCKERFILE.replace("WORKDIR /app", "RUN cd /app"), encoding="utf-8")
    assert "DL3003" in lint(careless).stdout


def test_what_the_dockerfile_copies_is_there_and_sent():
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    kept = [one[1:] for one in ignore if one.startswith("!")]
    copied = [
        source
        for name, rest in instructions(DOCKERFILE)
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert {"src", "api", "indexer", "constraints.txt"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, one) for one in kept), source


def test_the_image_runs_as_nobody_in_particular_and_says_when_it_is_ready():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    users = [rest for name, rest in instructions(last) if name == "USER"]
    assert users == ["10001:10001"]
    check = next(rest for name, rest in instructions(last) if name == "HEALTHCHECK")
    assert "/readyz" in check


def test_a_rehearsal_does_what_the_instructions_say(tmp_path):
    rehearsal = Rehearsal(tmp_path, tmp_path)
    steps = 'WORKDIR /app\nCOPY LICENSE ./\nENV A=/venv/x B=2\nRUN cp LICENSE /app/$B\nCMD ["a"]\n'
    for name, rest in instructions(steps):
        rehearsal.follow(name, rest)
    assert (tmp_path / "app/2").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert rehearsal.environment["A"] == f"{tmp_path}/venv/x"
    assert rehearsal.said == {"CMD": '["a"]'}


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]


@pytest.mark.parametrize("name", ["service", "proxy"])
def test_nothing_in_a_container_can_be_written_or_raised(name):
    service = compose()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]


def test_only_the_proxy_is_reached_and_it_waits_for_the_service():
    services = compose()
    assert "ports" not in services["service"]
    assert services["service"]["networks"] == ["inside"]
    assert services["proxy"]["depends_on"]["service"]["condition"] == "service_healthy"
    for volume in services["service"]["volumes"] + services["proxy"]["volumes"]:
        assert volume.endswith(":ro") or volume == "feedback:/feedback"


def test_every_setting_that_the_files_name_is_one():
    files = [path.read_text(encoding="utf-8") for path in DEPLOY.iterdir() if path.is_file()]
    docs = [(ROOT / f"docs/{name}.md").read_text() for name in ("operating", "feedback", "privacy")]
    named = set(re.findall(r"EVIDENCE_SEARCH_([A-Z_]+)\b", " ".join(files + docs)))
    assert "FEEDBACK_FILE" in named
    assert {name.lower() for name in named if not name.endswith("_")} <= set(Settings.model_fields)


@pytest.mark.skipif(SYSTEMD is None, reason="needs systemd")
def test_the_unit_is_one_that_systemd_takes(tmp_path):
    unit = tmp_path / "evidence-search.service"

    def said(text):
        unit.write_text(text.replace("/opt/evidence-search/.venv/bin/python", sys.executable))
        done = subprocess.run(
            [str(SYSTEMD), "verify", str(unit)], capture_output=True, text=True, check=False
        )
        return [line for line in done.stderr.splitlines() if "evidence-search" in line]

    assert said(UNIT) == []
    assert said(UNIT.replace("ProtectHome=yes", "ProtectHouse=yes"))


@pytest.mark.skipif(NGINX is None or OPENSSL is None, reason="needs nginx and openssl")
def test_nginx_takes_its_configuration(tmp_path):
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    make = "req -x509 -newkey rsa:2048 -nodes -subj /CN=evidence.example.org"
    subprocess.run(
        [str(OPENSSL), *make.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    written = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    own = re.sub(r"(?<= )/tmp/", f"{tmp_path}/", written)
    own = own.replace("/etc/nginx/tls", str(tmp_path)).replace("service:8000", "127.0.0.1:8000")

    def check(text):
        (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
        given = ["-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
        return subprocess.run([str(NGINX), *given], capture_output=True, text=True, check=False)

    assert check(own).returncode == 0, check(own).stderr
    assert check(own.replace("client_header_timeout", "client_head_timeout")).returncode != 0


def test_the_commands_that_the_docs_name_exist():
    text = (ROOT / "docs/operating.md").read_text() + (ROOT / "docs/feedback.md").read_text()
    named = set(re.findall(r"python -m api ((?!--)\w+)", text))
    assert named == {"answers", "feedback"}
    assert named <= set(main.commands)
    assert set(re.findall(r"python -m api feedback (\w+)", text)) == {"list", "purge", "report"}
