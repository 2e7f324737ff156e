"""Malformed and hostile PDFs, made from scratch: a name to the bytes of each."""

import io
import zlib
from collections.abc import Iterator
from functools import partial

from pypdf import PdfReader, PdfWriter

MB = 2**20
WORDS = b"BT /F 12 Tf 72 700 Td (Words that stand in a hostile file.) Tj ET\n"
SHOWN = b"/MediaBox [0 0 612 792]"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def pdf(*objects: bytes, trailer: bytes = b"", size: int = 0) -> bytes:
    """Number the objects from 1, the catalogue, and write them with a table that fits."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    count = size or len(objects) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (count, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def one_page(  # noqa: PLR0913 - each is a place where harm can stand
    *more: bytes,
    content: bytes = WORDS,
    entries: bytes = b"",
    page: bytes = SHOWN,
    catalogue: bytes = b"",
    resources: bytes = b"",
    pages: bytes = b"/Kids [3 0 R] /Count 1",
    trailer: bytes = b"",
) -> bytes:
    """Give a file of one page; `more` are objects 6, 7 and so on."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages %s >>" % pages,
        b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> %s >> >>" % (page, resources),
        stream(content, entries),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
        trailer=trailer,
    )


def malformed(good: bytes) -> Iterator[tuple[str, bytes]]:
    for share in (1, 3, 10, 20, 30, 40, 50, 60, 70, 80, 90, 97):
        yield f"truncated-at-{share}", good[: len(good) * share // 100]
    yield "truncated-mark", good[:-6]
    yield "empty", b""
    yield "only-a-header", b"%PDF-1.7\n"
    yield "header-of-the-future", good.replace(b"%PDF-1.7", b"%PDF-9.9", 1)
    yield "header-of-a-program", b"MZ\x90\x00" + good[8:]
    yield "header-late", b"x" * 2000 + good
    yield "zip", b"PK\x03\x04" + bytes(500)
    yield "page-of-the-web", b"<!doctype html><script>alert(1)</script>"
    yield "zeros", bytes(100_000)
    yield "bits-turned", bytes(b ^ 0x10 if n % 97 == 0 else b for n, b in enumerate(good))
    yield "table-elsewhere", good.replace(b"startxref\n", b"startxref\n9")
    yield "no-pages", one_page(pages=b"/Kids [] /Count 0")
    yield "page-is-a-number", one_page(pages=b"/Kids [42] /Count 1")
    yield "table-goes-round", one_page(trailer=b"/Prev 9")


def structures() -> Iterator[tuple[str, bytes]]:
    yield "tree-holds-itself", one_page(pages=b"/Kids [2 0 R 2 0 R 3 0 R] /Count 3")
    yield "page-is-its-own-parent", one_page(page=b"/Parent 3 0 R" + SHOWN)
    yield "million-pages-claimed", one_page(pages=b"/Kids [3 0 R] /Count 1000000")
    yield "negative-pages", one_page(pages=b"/Kids [3 0 R] /Count -5")
    yield "ten-thousand-pages", one_page(pages=b"/Kids [%s] /Count 10000" % (b"3 0 R " * 10_000))
    deep = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % n for n in range(7, 3006)]
    yield "tree-of-3000-levels", one_page(*deep, b"null", pages=b"/Kids [6 0 R] /Count 1")
    yield "arrays-in-arrays", one_page(b"[" * 200_000 + b"]" * 200_000, catalogue=b"/X 6 0 R")
    yield "dictionaries-in-dictionaries", one_page(b"<</A" * 50_000 + b"0" + b">>" * 50_000)
    yield "length-beyond-the-end", one_page().replace(b"/Length 67", b"/Length 99999999999")
    yield "size-of-the-table", pdf(b"<< /Type /Catalog >>", size=2**31 - 1)
    objects = stream(b"", b"/Type /ObjStm /N 1000000000 /First 1000000000")
    yield "object-stream", one_page(objects)
    yield "objects-refer-in-a-ring", one_page(b"7 0 R", b"6 0 R", catalogue=b"/Names 6 0 R")
    outline = b"<< /Title (Round) /Parent 6 0 R /Next 7 0 R /First 6 0 R /Dest [3 0 R /Fit] >>"
    first = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 9999999 >>"
    yield "outline-goes-round", one_page(first, outline, catalogue=b"/Outlines 6 0 R")
    labels = b"/PageLabels << /Nums [0 << /S /r /St 2147483647 /P (%s) >>] >>" % (b"a" * MB)
    yield "labels-of-a-megabyte", one_page(catalogue=labels)
    yield "labels-go-round", one_page(b"<< /Kids [6 0 R] >>", catalogue=b"/PageLabels 6 0 R")
    for name, box in {
        "huge": b"[0 0 1e9 1e9]",
        "empty": b"[0 0 0 0]",
        "turned-round": b"[612 792 0 0]",
        "no-numbers": b"[/a /b /c /d]",
        "nearly-infinite": b"[-3e38 -3e38 3e38 3e38]",
    }.items():
        yield f"page-{name}", one_page(page=b"/MediaBox " + box)
    yield "rotated-by-a-little", one_page(page=SHOWN + b"/Rotate 17 /UserUnit 1e9")


def contents() -> Iterator[tuple[str, bytes]]:
    flat = zlib.compress(bytes(200 * MB), 6)
    yield "flate-bomb", one_page(content=flat, entries=b"/Filter /FlateDecode")
    twice = zlib.compress(flat, 9)
    filters = b"/Filter [/FlateDecode /FlateDecode]"
    yield "flate-bomb-in-a-flate-bomb", one_page(content=twice, entries=filters)
    text = zlib.compress(WORDS * 400_000, 1)
    yield "thirty-megabytes-of-words", one_page(content=text, entries=b"/Filter /FlateDecode")
    yield "lzw-bomb", one_page(content=_lzw(60_000), entries=b"/Filter /LZWDecode")
    run = b"\x81 " * MB + b"\x80"
    yield "run-length-bomb", one_page(content=run, entries=b"/Filter /RunLengthDecode")
    chain = b"/Filter [%s]" % (b"/ASCIIHexDecode " * 5000)
    yield "filters-on-filters", one_page(content=WORDS.hex().encode() + b">", entries=chain)
    yield "states-in-states", one_page(content=b"q " * 500_000 + WORDS)
    yield "brackets", one_page(content=b"[" * 500_000 + WORDS)
    yield "no-end-of-text", one_page(content=b"BT /F 12 Tf (" + b"\\(" * 500_000)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    again = partial(one_page, resources=b"/XObject << /X 6 0 R >>")
    yield "form-draws-itself", again(stream(b"/X Do /X Do", form), content=b"/X Do" + WORDS)
    forms = doubling_forms(24, first=6)
    yield "forms-draw-forms", again(*forms, content=b"/X Do")
    for name, how in {
        "bits": b"/BitsPerComponent 1 /ColorSpace /DeviceGray",
        "jpeg": b"/Filter /DCTDecode /BitsPerComponent 8 /ColorSpace /DeviceRGB",
        "jbig2": b"/Filter /JBIG2Decode /BitsPerComponent 1 /ColorSpace /DeviceGray",
        "jpx": b"/Filter /JPXDecode /BitsPerComponent 8",
        "fax": b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 100000 /Rows 100000 >>",
    }.items():
        entries = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 " + how
        drawn = b"612 0 0 792 0 0 cm /X Do"
        yield (
            f"image-of-{name}",
            again(stream(b"\xff\xd8\xff" + bytes(999), entries), content=drawn),
        )
    cmap = b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    listed = b"/Font << /F 6 0 R >>"
    yield "letters-without-end", one_page(font, stream(cmap), resources=listed)
    ring = b"<< /Type /Font /Subtype /Type0 /DescendantFonts [6 0 R] /Encoding /Identity-H >>"
    yield "font-of-itself", one_page(ring, resources=listed)
    glyphs = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
    glyphs += b"/CharProcs << /W 7 0 R >> /Encoding << /Differences [0 /W] >> "
    glyphs += b"/FirstChar 0 /LastChar 0 /Widths [9] /Resources << /Font << /F 6 0 R >> >> >>"
    letter = stream(b"9 0 d0 BT /F 1 Tf (\\000\\000) Tj ET")
    yield "letter-made-of-itself", one_page(glyphs, letter, resources=listed)


def metadata(outside: str) -> Iterator[tuple[str, bytes]]:
    laughs = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    for name, doctype, entity in (
        ("entities-in-entities", laughs, b"&a11;"),
        ("entity-of-a-file", b'<!ENTITY a SYSTEM "file://%s">' % outside.encode(), b"&a;"),
    ):
        packet = b"<?xml version='1.0'?><!DOCTYPE x [%s]><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
        packet += b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        packet += b"<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        packet += b"<dc:title>%s</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
        held = stream(packet % (doctype, entity), b"/Type /Metadata /Subtype /XML")
        yield f"xmp-{name}", one_page(held, catalogue=b"/Metadata 6 0 R")
    title = b"<< /Title (%s) /Author (\\033]0;owned\\007) /CreationDate (D:99999) >>"
    yield "title-of-two-megabytes", one_page(title % (b"A" * 2 * MB), trailer=b"/Info 6 0 R")
    yield "title-half-a-letter", one_page(title % b"\xfe\xff\xd8\x00", trailer=b"/Info 6 0 R")
    yield "title-of-itself", one_page(b"<< /Title 6 0 R >>", trailer=b"/Info 6 0 R")


def locked(good: bytes) -> Iterator[tuple[str, bytes]]:
    for algorithm in ("RC4-40", "RC4-128"):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good)))
        writer.encrypt("secret", "owner", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        yield f"locked-{algorithm.lower()}", out.getvalue()
    odd = b"/Encrypt << /Filter /Mine /V 99 /R 99 /O (a) /U (b) /P -1 >> /ID [(a) (b)]"
    yield "locked-by-nobody", one_page(trailer=odd)


def doubling_forms(count: int, first: int) -> list[bytes]:
    """Give forms, from object `first`, that each draw the next twice: 2 to the power of `count`."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
    forms = [
        stream(b"/X Do /X Do", form + b"/Resources << /XObject << /X %d 0 R >> >>" % number)
        for number in range(first + 1, first + 1 + count)
    ]
    return [*forms, stream(WORDS, form)]


def _lzw(steps: int) -> bytes:
    """Give codes that each stand for one letter more than the one before (ISO 32000-2, 7.4.4)."""
    bits, width, code = [], 9, 258
    for step in range(steps):
        value = 256 if step % 3800 == 0 else 32 if step % 3800 == 1 else code
        if value == 256:
            bits.append(f"{value:0{width}b}")
            width, code = 9, 258
            continue
        bits.append(f"{value:0{width}b}")
        code += step % 3800 > 1
        width = 9 + (code > 509) + (code > 1021) + (code > 2045)
    text = "".join([*bits, f"{257:0{width}b}"])
    return int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8), "big")
