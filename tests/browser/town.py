"""The intranet of a council: pages that hold the widget, each hostile in its own way."""

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

HOSTILE = """
* { all: unset !important; color: red !important; font: 40px fantasy !important; display: block !important }
evidence-chat, evidence-chat * { visibility: hidden; letter-spacing: 2em }
button, summary, textarea, label { pointer-events: none !important; opacity: 0.1 !important }
:root { --ink: red; --paper: red; --accent: red; --card: red; --line: red; font-size: 16px }
"""
BEFORE = """
Array.prototype.toJSON = function () { return JSON.stringify([...this]); };
Array.prototype.extra = Object.prototype.extra = String.prototype.extra = function () {};
"""
AFTER = """
const broken = () => { throw new Error("the page broke this"); };
for (const name of ["appendChild", "insertBefore"]) Node.prototype[name] = broken;
for (const name of ["setAttribute", "append", "replaceChildren", "attachShadow"])
  Element.prototype[name] = broken;
Document.prototype.createElement = Document.prototype.createTextNode = broken;
Object.defineProperty(Node.prototype, "textContent", { set: broken, get: broken });
EventTarget.prototype.addEventListener = broken;
window.fetch = JSON.parse = JSON.stringify = window.setTimeout = broken;
"""
STRICT = (
    "default-src 'none'; script-src {service} 'self'; connect-src {service}; img-src {service}; "
    "style-src 'self'; base-uri 'none'; form-action 'none'"
)
TRUSTED = "require-trusted-types-for 'script'"


class Town:
    def __init__(self, service: str):
        self.service = service
        self.attributes = ""
        self.integrity = ""
        self.app = Starlette(
            routes=[
                Route("/style.css", lambda _: Response(HOSTILE, media_type="text/css")),
                Route("/before.js", lambda _: _script(BEFORE)),
                Route("/after.js", lambda _: _script(AFTER)),
                Route("/empty", lambda _: PlainTextResponse("")),
                Route("/{kind}", self.show),
            ]
        )

    def show(self, request):
        """Serve a page: plain, strict, lenient, hostile, patched, repatched, twice, popup or sealed."""
        kind = request.path_params["kind"]
        head = {
            "hostile": '<link rel="stylesheet" href="/style.css">',
            "patched": '<script src="/before.js"></script>',
        }.get(kind, "")
        mode = ' mode="popup"' if kind == "popup" else ""
        seal = f' integrity="{self.integrity}" crossorigin="anonymous"' if kind == "sealed" else ""
        chat = f'<evidence-chat api="{self.service}"{mode} {self.attributes}></evidence-chat>'
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Intranet</title>{head}'
            f'<meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"></head><body><main><h1>Intranet</h1>'
            f"{chat * (2 if kind == 'twice' else 1)}</main>"
            f'<script type="module" src="{self.service}/widget.js"{seal}></script></body></html>'
        )
        policy = {
            "strict": f"{STRICT}; {TRUSTED}",
            "repatched": f"{STRICT}; {TRUSTED}",
            "lenient": STRICT,
        }.get(kind, "")
        policy = policy.format(service=self.service)
        headers = {"Content-Security-Policy": policy} if policy else {}
        return HTMLResponse(page, headers=headers)


def _script(text):
    return Response(text, media_type="text/javascript")
