"""Files of several pages, some of which are harmless: a name to the bytes of each."""

from collections.abc import Iterator, Sequence

from tests.indexer.hostile import SHOWN, doubling_forms, one_page, pdf, stream

SENTENCES = tuple(
    f"{who} {what} in {where} year."
    for who in ("Carers", "Children", "Social workers", "Schools", "Families")
    for what in ("moved home", "asked for help", "met a mentor", "went to court", "stayed well")
    for where in ("their first", "a later")
)


def several(*pages: bytes, more: Sequence[bytes] = (), catalogue: bytes = b"") -> bytes:
    """
    Give a file whose pages have these content streams, `more` being its objects from 4 on.

    The catalogue stands first and the pages after it, so that what is cut off is their end.
    """
    first = 4 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ]
    for number, content in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R /Resources << /Font << /F 3 0 R >> "
            b"/XObject << /X 4 0 R >> >> >>" % (SHOWN, first + 2 * number + 1)
        )
        objects.append(stream(content))
    return pdf(*objects)


def said(sentence: str) -> bytes:
    return b"BT /F 12 Tf 72 400 Td (%s) Tj ET\n" % sentence.encode()


def cut_short() -> Iterator[tuple[str, bytes]]:
    whole = several(*map(said, SENTENCES[:20]))
    for share in (20, 35, 50, 65, 80, 95):
        yield f"pages-cut-off-at-{share}", whole[: len(whole) * share // 100]


def bad_pages() -> Iterator[tuple[str, bytes]]:
    good = [said(sentence) for sentence in SENTENCES[:5]]
    good[2:2] = [b"/X Do " * 2]
    yield "bomb-on-page-3", several(*good, more=doubling_forms(23, first=4))
    endless = said("x " * 150_000)
    yield "page-2-of-300000-letters", several(good[0], endless, good[1])
    half = b"<FEFFD800>"
    labels = b"/PageLabels << /Nums [0 << /S /D /P %s >>] >>" % half
    yield "label-half-a-letter", one_page(catalogue=labels)
    outline = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>"
    mark = b"<< /Title %s /Parent 6 0 R /Dest [3 0 R /Fit] >>" % half
    yield "bookmark-half-a-letter", one_page(outline, mark, catalogue=b"/Outlines 6 0 R")
    author = b"<< /Title (On supervision) /Author (\\033]0;owned\\007 A. Writer\\n) >>"
    yield "author-with-escapes", one_page(author, trailer=b"/Info 6 0 R")


def many_pages(count: int) -> bytes:
    """Give pages that are objects of their own, each with one of a few contents."""
    contents = [stream(said(sentence)) for sentence in SENTENCES]
    first = 4 + len(contents)
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + count))
    pages = (
        b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        % (SHOWN, 4 + number * 7 % len(contents))
        for number in range(count)
    )
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *contents,
        *pages,
    )
