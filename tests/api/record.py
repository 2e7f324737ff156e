"""Records what the service says of the sample library, as the examples of docs/openapi.json."""

import json
import sys
from pathlib import Path

from fastapi.testclient import TestClient

from api import create_app, open_whole
from evidence_search import Settings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "api/examples.json"
ADDRESS = "http://127.0.0.1:8000"
QUESTION = "Do family group conferences keep children out of care?"
UNANSWERED = "Does speech therapy help with a stammer?"
SCREENED = "Is Jade Smithson, born 3 May 2016, safe at home?"
FORMS = {"ris": "RIS", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}


def record(client):
    """Give by operation and kind of content: the name of an example, and its value."""
    asked = client.post("/v1/answer", json={"question": QUESTION}).json()
    cited = asked["statements"][0]["citations"][0]
    report = f"/v1/documents/{cited['document_id']}"
    passage = cited["passage_id"].replace("#", "%23")
    quoted = f"/v1/citations/{asked['generation']}/{passage}"
    place = {name: cited[name] for name in ("page", "start", "end")}
    answers = {"answered": QUESTION, "no_evidence": UNANSWERED, "personal_data": SCREENED}
    batch = [{"question": UNANSWERED}, {"question": "?"}]
    search = {"query": QUESTION, "limit": 1}
    said = [
        ("livez", "alive", client.get("/livez")),
        ("readyz", "ready", client.get("/readyz")),
        ("search", "hits", client.post("/v1/search", json=search | {"facets": True})),
        *(
            ("answer", name, client.post("/v1/answer", json={"question": question}))
            for name, question in answers.items()
        ),
        ("answers", "each_alone", client.post("/v1/answers", json={"questions": batch})),
        ("export", "table", client.post("/v1/export", json=search)),
        ("export", "lines", client.post("/v1/export", json=search | {"format": "jsonl"})),
        ("citation", "quote", client.get(quoted, params=place)),
        *(
            ("citation", name, client.get(quoted, params=place | {"format": form}))
            for form, name in FORMS.items()
        ),
        ("documents", "first_page", client.get("/v1/documents", params={"limit": 1})),
        ("document", "report", client.get(report)),
        ("page", "text", client.get(f"{report}/pages/1")),
        ("standards", "scales", client.get("/v1/standards")),
        ("library_facets", "counts", client.get("/v1/facets")),
        ("index", "manifest", client.get("/v1/index")),
        ("metrics", "counters", client.get("/metrics")),
    ]
    recorded: dict[str, dict[str, dict[str, object]]] = {}
    for operation, name, response in said:
        assert response.status_code == 200, (operation, response.text)
        kind = response.headers["Content-Type"].partition(";")[0]
        examples = recorded.setdefault(operation, {}).setdefault(kind, {})
        examples[name] = {"value": shortened(value_of(response, kind))}
    return recorded


def value_of(response, kind):
    return response.json() if kind.endswith("json") else response.text


def shortened(value):
    """Leave out what comes again and again, so that the description stays one to read."""
    if isinstance(value, str):
        return value if len(value) < 3000 else value[:1000]
    if isinstance(value, dict):
        few = {"standards", "counts"} & value.keys()
        return {
            name: held[:1] if name in few and isinstance(held, list) else shortened(held)
            for name, held in value.items()
        }
    return [shortened(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    engine = open_whole(Settings(index_dir=Path(sys.argv[1])))
    recorded = record(TestClient(create_app(engine), base_url=ADDRESS))
    text = json.dumps(recorded, indent=1, sort_keys=True, ensure_ascii=False)
    FILE.write_text(f"{text}\n", encoding="utf-8")
