"""Answers of our own in the service's form, so that what is shown does not hang on the search."""

from evidence_search.wire import AnswerOut
from evidence_search.words import MESSAGES

QUOTE = "Family group conferences made no difference to entry to care in this trial."
COUNTED = "The quoted reports tell of 1 study (2023; 1 from the UK)."
GAP = "No study of what conferences cost was found."
SEARCHED = {"documents": 17, "pages": 49, "of_documents": 17}
OTHER = "Fewer children of the families that met had entered care after two years."
EMPTY = {
    "documents": 0,
    "rated": 0,
    "by_direction": {},
    "countries": [],
    "oldest": None,
    "newest": None,
    "summary": "",
    "states": [],
    "studies": 0,
    "reviews": 0,
    "from_uk": 0,
    "outcomes": [],
    "differences": [],
    "not_known": [],
    "lines": [],
    "rest": [],
    "leads": True,
}


def rating(**changed):
    given = {
        "standard": "wwcsc-effectiveness",
        "standard_name": "WWCSC Evidence Store",
        "version": "Evidence Store",
        "level": "0",
        "in_words": "Overall effectiveness: 0, no evidence of effect (WWCSC Evidence Store)",
        "direction": "none",
        "outcome": "entry to care",
        "intervention": "Family group conferences",
        "unit": "outcome",
        "provenance": "published",
        "rater": "What Works for Children's Social Care",
        "date": "2020",
        "source": "https://example.org/ratings/fgc",
        "band": None,
        "band_caveat": None,
        "disputed": False,
    }
    return given | changed


def citation(quote=QUOTE, **changed):
    given = {
        "document_id": "family-group-conferences",
        "title": "Family group conferences before care proceedings",
        "authors": ["A. Author", "B. Author"],
        "year": 2023,
        "publisher": "A university",
        "url": "https://example.org/reports/fgc.pdf",
        "file": "briefings/family-group-conferences.pdf",
        "status": "current",
        "superseded_by": "",
        "standing": "",
        "searched": "",
        "passage_id": "family-group-conferences#2:0",
        "page": 2,
        "page_label": "1",
        "quote": quote,
        "ocr_confidence": None,
        "scan_note": None,
        "ratings": [rating()],
        "rating_note": None,
        "designs": [],
        "start": 0,
        "end": len(quote),
    }
    return given | changed


def statement(text=QUOTE, **changed):
    return {"text": text, "citations": [citation(text, **changed)]}


def finding(name, direction, country, **changed):
    given = {
        "name": name,
        "document_id": "family-group-conferences",
        "direction": direction,
        "points": {"none": "no effect found (=)", "positive": "points to benefit (+)"}[direction],
        "in_words": f"{name} ({country}): {direction}",
        "is_rating": False,
        "design": None,
        "countries": [country],
        "year": 2020,
        "population": "",
        "stage": "",
        "origin": "noted by Evidence Search project on 1 November 2026",
    }
    return given | changed


def answer(status="answered", statements=(), **changed):
    given = {
        "status": status,
        "statements": list(statements),
        "groups": None,
        "evidence": EMPTY,
        "nearest": [],
        "message": MESSAGES[status],
        "screening": None,
        "generation": "000001",
        "expansions": [],
        "did_you_mean": None,
        "unused": 0,
        "engine": "extractive",
        "note": None,
        "confidence": None,
        "missing": [],
        "gap": None,
        "searched": None,
    }
    return AnswerOut.model_validate(given | changed).model_dump(mode="json")


def answered(status="answered", **changed):
    evidence = EMPTY | {
        "documents": 1,
        "rated": 1,
        "by_direction": {"none": 1},
        "summary": "From 1 report (2023; England). 1 rating, finding no effect.",
        "lines": [COUNTED],
        "rest": [COUNTED],
        "not_known": ["whether it holds for babies"],
    }
    told = [statement(QUOTE), statement(OTHER, page=3, page_label="2")]
    known = {"evidence": evidence, "confidence": 0.81, "searched": SEARCHED}
    return answer(status, told, **known | changed)


def partial():
    """Answer a part of the question; a report says of the other that it is not known."""
    missing = ["how much do conferences cost?"]
    return answered("partial", missing=missing, gap=statement(GAP, page=4))


def conflicting():
    sides = [finding("One trial", "none", "England"), finding("Another", "positive", "Wales")]
    difference = {
        "intervention": "Family group conferences",
        "outcome": "entry to care",
        "findings": sides,
        "aspects": {"country": ["England", "Wales"], "year": ["2020", ""]},
        "in_words": "These disagree on entry to care.",
    }
    outcome = {
        "intervention": "Family group conferences",
        "outcome": "entry to care",
        "state": "careful findings differ",
        "in_words": "Careful research found different things, so there is no single answer.",
        "leads": True,
        "findings": sides,
    }
    found = {"outcomes": [outcome], "differences": [difference]}
    evidence = EMPTY | {"summary": "From 2 reports."} | found
    return answer("answered", [statement(QUOTE), statement(OTHER)], evidence=evidence)


def refused(status="no_evidence", **changed):
    hit = citation(OTHER) | {
        "score": 1.0,
        "headings": [],
        "pages": [2],
        "found_by": [],
        "emmie": [],
    }
    del hit["start"], hit["end"]
    searched = SEARCHED if status == "no_evidence" else None
    nearest = [hit] if searched else []
    return answer(status, **{"nearest": nearest, "searched": searched} | changed)
