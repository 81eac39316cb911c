"""A PDF's pages as pictures, to look at before it is handed out."""

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: ``pixels`` are rows of blue, green, red bytes (and one that says nothing), ``stride`` bytes each."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_pictures(pdf: bytes, width: int) -> list[PagePicture]:
    """The pages in their order, each ``width`` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(page, width) for page in document]
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, width: int) -> PagePicture:
    bitmap = page.render(scale=width / page.get_width(), force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx)
    try:
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()
