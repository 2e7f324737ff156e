"""The parts of the widget in, the one script that a page loads and its integrity hash out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from api.html import render
from api.packed import packed

STATIC = Path(__file__).parent / "static"
ENTRY = STATIC / "chat/chat.js"
IMPORT = re.compile(
    r'^import (?P<names>[^;"]+) from "(?P<path>\./[^"]+|\.\./[^"]+)"'
    r'(?: with \{ type: "(?P<type>json|css)" \})?;\n',
    re.MULTILINE,
)
EXPORT = re.compile(r"^export (?=async |class |const |function )", re.MULTILINE)
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Script:
    text: str

    @property
    def integrity(self) -> str:
        """What Subresource Integrity (W3C) asks for in the attribute of that name."""
        digest = hashlib.sha384(self.text.encode()).digest()
        return f"sha384-{base64.b64encode(digest).decode()}"


@cache
def widget() -> Script:
    """Join the parts into one module: a hash in a page then covers all of the code that runs."""
    parts: dict[Path, str] = {}
    _join(ENTRY, parts)
    return Script("\n".join(parts.values()))


@router.get("/widget.js")
def script(request: Request) -> Response:
    return packed(request, widget().text, "text/javascript")


@router.get("/widget.js.sri")
def integrity() -> Response:
    return PlainTextResponse(widget().integrity)


@router.get("/embed")
def embed(request: Request) -> Response:
    """Say how a page of another site holds the widget."""
    base = str(request.base_url)
    snippet = (
        f'<script type="module" src="{base}widget.js" crossorigin="anonymous"\n'
        f'  integrity="{widget().integrity}"></script>\n'
        f'<evidence-chat api="{base}"></evidence-chat>'
    )
    return render(request, "embed.html", {"snippet": snippet})


def _join(path: Path, parts: dict[Path, str]) -> None:
    """Put what a module imports before it; each part once, without its imports and exports."""
    text = path.read_text(encoding="utf-8")
    for found in IMPORT.finditer(text):
        target = (path.parent / found["path"]).resolve()
        if target in parts:
            continue
        if found["type"]:
            parts[target] = _data(found["names"], found["type"], target)
        else:
            _join(target, parts)
    parts[path] = EXPORT.sub("", IMPORT.sub("", text))


def _data(name: str, kind: str, path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if kind == "json":
        return f"const {name} = {json.dumps(json.loads(text), ensure_ascii=False)};"
    return f"const {name} = new CSSStyleSheet();\n{name}.replaceSync({json.dumps(text)});"
