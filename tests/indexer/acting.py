"""PDFs that ask to be acted on, files with hostile names, and things that are no files."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from tests.indexer.hostile import WORDS, one_page, stream

NAMES = (
    "..%2f..%2fup.pdf",
    "..\\..\\up.pdf",
    "...pdf",
    "line\nbreak.pdf",
    "red\x1b[31m\x07.pdf",
    "n" * 251 + ".pdf",
    "ledger\u202efdp.exe.pdf",
    "-rf.pdf",
    "$(touch owned).pdf",
    "'; DROP TABLE document; --.pdf",
    " .pdf",
    "berättelse 文.PDF",
    "a.pdf",
    "A.pdf",
    "a-1.pdf",
    "n" * 250 + "m.pdf",
    os.fsdecode(b"latin-\xe9\xff.pdf"),
)


def acting(owned: Path, address: str) -> Iterator[tuple[str, bytes]]:
    """Give files that would write to `owned`, read it, or call `address`."""
    place, call = str(owned).encode(), address.encode()
    launch = b"<< /S /Launch /F (/bin/sh) /Unix << /F (/bin/touch) /P (%s) >> >>" % place
    actions = {
        "launch": launch,
        "uri": b"<< /S /URI /URI (%s) >>" % call,
        "submit": b"<< /S /SubmitForm /F << /FS /URL /F (%s) >> /Flags 4 >>" % call,
        "script": b"<< /S /JavaScript /JS (app.launchURL\\('%s'\\); this.submitForm\\('%s'\\);) >>"
        % (call, call),
        "other-file": b"<< /S /GoToR /F (%s) /D [0 /Fit] >>" % place,
        "import": b"<< /S /ImportData /F (%s) >>" % place,
    }
    for name, action in actions.items():
        yield f"opens-with-{name}", one_page(catalogue=b"/OpenAction " + action)
        link = b"/Annots [<< /Subtype /Link /Rect [0 0 612 792] /A %s >>]" % action
        page = b"/MediaBox [0 0 612 792] /AA << /O %s >> " % action
        yield f"page-with-{name}", one_page(page=page + link)
    yield "content-elsewhere", one_page(content=WORDS, entries=b"/F (%s)" % place)
    remote = b"/F << /FS /URL /F (%s) >>" % call
    yield "content-on-the-web", one_page(content=WORDS, entries=remote)
    held = stream(b"#!/bin/sh", b"/Type /EmbeddedFile")
    spec = b"<< /Type /Filespec /F (../../../%s) /EF << /F 6 0 R >> >>" % place
    listed = b"/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>"
    yield "attachment", one_page(held, spec, catalogue=listed)
    form = stream(b"<xdp><subform><event><submit target='%s'/></event></subform></xdp>" % call)
    yield "form-in-xml", one_page(form, catalogue=b"/AcroForm << /XFA 6 0 R /Fields [] >>")


def no_files(folder: Path, outside: Path) -> None:
    """Put what is no regular file of this folder into it."""
    (folder / "folder.pdf").mkdir()
    os.mkfifo(folder / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as bound:
        before = Path.cwd()
        os.chdir(folder)  # the path of a socket is at most 107 bytes long
        bound.bind("socket.pdf")
        os.chdir(before)
    (folder / "link-out.pdf").symlink_to(outside / "private.pdf")
    (folder / "link-out-by-dots.pdf").symlink_to(f"../{outside.name}/private.pdf")
    (folder / "link-to-a-folder-out.pdf").symlink_to(outside)
    (folder / "link-to-a-device.pdf").symlink_to("/dev/zero")
    (folder / "link-to-nothing.pdf").symlink_to("nothing")
    (folder / "link-to-itself.pdf").symlink_to("link-to-itself.pdf")
    (folder / "folder-out").symlink_to(outside)
