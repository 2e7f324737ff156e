"""What the ledger is to say of each hostile file: its state, and words of the reason."""

from indexer.ledger import State

BY_LINKS = "it is a link that leads out of the folder: put the file itself there"
NO_FILE = "it is no file that can be opened; check it and its rights"
NOT_A_PDF = "not a PDF: it does not begin with %PDF-"
DAMAGED = "damaged: neither PDFium nor pypdf can open it"
CUT_OFF = "its end is missing or damaged: get a whole copy"
NO_TEXT = "nothing in it could be read: no text on page 1"
LOCKED = "protected by a password: add a copy without one"

REFUSED = {
    "bits-turned": NOT_A_PDF,
    "brackets": NO_TEXT,
    "empty": "the file is empty",
    "filters-on-filters": NO_TEXT,
    "folder": NO_FILE,
    "font-of-itself": NO_TEXT,
    "header-late": NOT_A_PDF,
    "header-of-a-program": NOT_A_PDF,
    **{f"image-of-{kind}": NO_TEXT for kind in ("bits", "fax", "jbig2", "jpeg", "jpx")},
    "letter-made-of-itself": NO_TEXT,
    "link-out": BY_LINKS,
    "link-out-by-dots": BY_LINKS,
    "link-to-a-device": BY_LINKS,
    "link-to-a-folder-out": BY_LINKS,
    "link-to-itself": NO_FILE,
    "link-to-nothing": NO_FILE,
    "locked-by-nobody": "protected in a way that cannot be undone here",
    "locked-rc4-128": LOCKED,
    "locked-rc4-40": LOCKED,
    "no-end-of-text": NO_TEXT,
    "no-pages": "damaged: no text could be recovered from it",
    "only-a-header": DAMAGED,
    "page-is-a-number": "page 1: it cannot be loaded",
    "page-of-the-web": NOT_A_PDF,
    "pipe": NO_FILE,
    "size-of-the-table": DAMAGED,
    "socket": NO_FILE,
    "tree-of-3000-levels": "page 1: it cannot be loaded",
    **{f"truncated-at-{n}": DAMAGED for n in (1, 3, 10, 20, 30, 40, 50, 60, 70, 80, 90)},
    "zeros": NOT_A_PDF,
    "zip": NOT_A_PDF,
    "zz-goes": "",
    "zz-grows": "it changed while it was being read; build again",
    "zz-turns-into-a-pipe": "",
}
BOMBS = {  # never read whole: whichever limit they meet first ends them, or a page or a step
    "flate-bomb",
    "flate-bomb-in-a-flate-bomb",
    "forms-draw-forms",
    "lzw-bomb",
    "run-length-bomb",
    "thirty-megabytes-of-words",
}
PARTLY = {
    "bomb-on-page-3": "page 3: ",
    "labels-go-round": "the page labels of the file: the reader crashed (Segmentation fault)",
    "million-pages-claimed": "it claims 1,000,000 pages, and none after page 1 can be loaded",
    **{f"pages-cut-off-at-{share}": CUT_OFF for share in (20, 35, 50, 65, 80, 95)},
    "truncated-at-97": CUT_OFF,
    "tree-holds-itself": "pages 2–3: it cannot be loaded",
}
AS_TIME_ALLOWS = {
    "ten-thousand-pages",
    "pages-10000",
    "title-of-two-megabytes",
    "page-2-of-300000-letters",
}


def states(name: str) -> set[State]:
    """Give the states that a file may end in; what is not named here is read as a whole."""
    if name in AS_TIME_ALLOWS:
        return set(State)
    if name in BOMBS:
        return {State.REFUSED, State.PARTLY}
    if name in REFUSED:
        return {State.REFUSED}
    return {State.PARTLY} if name in PARTLY else {State.INDEXED}


def reason(name: str) -> str:
    return REFUSED.get(name) or PARTLY.get(name) or ""
