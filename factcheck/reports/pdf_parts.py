"""A long report is set in parts and joined here, tags and all: Typst holds half a megabyte a claim while it sets.

What makes a PDF accessible hangs together by numbers and names that each part begins anew: the tree of tags, the table
that leads from a page's marks to their tags (ParentTree), the names of table headers, bookmarks, and the names of
places. Joining counts them through (ISO 32000-1, 14.7 and 12.3).
"""

import io
import re
from collections.abc import Sequence

import pikepdf

_PAGES = re.compile(rb"(<xmpTPg:NPages>)\d+(</xmpTPg:NPages>)")


def joined(parts: Sequence[bytes]) -> bytes:
    """One PDF of several that Typst wrote with tags, in their order; what describes the file is the first part's.

    A link to ``#name`` leads to the place of that name in whichever part it is.
    """
    with pikepdf.open(io.BytesIO(parts[0])) as whole:
        tags = _Tags(whole)
        for number, part in enumerate(parts[1:], 2):
            with pikepdf.open(io.BytesIO(part)) as added:
                tags.add(added, number)
        tags.close()
        _lead_links(whole)
        metadata = whole.Root.Metadata.read_bytes()
        counted = _PAGES.sub(rb"\g<1>%d\g<2>" % len(whole.pages), metadata)
        whole.Root.Metadata = pikepdf.Stream(whole, counted, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        out = io.BytesIO()
        whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


class _Tags:
    """The numbered and named things of the whole, as parts are added."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self._whole = whole
        self._tree = whole.Root.StructTreeRoot
        self._document = _only(self._tree.K)
        self._kids = list(self._document.K)
        self._parents = _numbers(whole, self._tree)
        self._ids = _names(whole, self._tree.get("/IDTree"))
        self._places = _names(whole, _places(whole))
        self._marks = _chain(whole.Root.get("/Outlines"))

    def add(self, part: pikepdf.Pdf, number: int) -> None:
        """Add the pages of a part with their tags; ``number`` makes its table headers' names its own."""
        offset = max(self._parents, default=-1) + 1
        first = len(self._whole.pages)
        _rename_headers(part, number)
        self._whole.pages.extend(part.pages)
        for page in self._whole.pages[first:]:
            _shift(page.obj, "/StructParents", offset)
            for note in page.obj.get("/Annots", ()):
                _shift(note, "/StructParent", offset)
        tree = self._whole.copy_foreign(part.make_indirect(part.Root.StructTreeRoot))
        document = _only(tree.K)
        for kid in document.K:
            kid.P = self._document
            self._kids.append(kid)
        self._parents |= {key + offset: value for key, value in _numbers(self._whole, tree).items()}
        self._ids |= _names(self._whole, tree.get("/IDTree"))
        if (places := _places(part)) is not None:
            self._places |= _names(self._whole, self._whole.copy_foreign(part.make_indirect(places)))
        if "/Outlines" in part.Root:
            marks = self._whole.copy_foreign(part.make_indirect(part.Root.Outlines))
            self._marks += _chain(marks)

    def close(self) -> None:
        """Write down what was gathered."""
        whole, array, dictionary = self._whole, pikepdf.Array, pikepdf.Dictionary
        self._document.K = array(self._kids)
        pairs = [item for key in sorted(self._parents) for item in (key, self._parents[key])]
        self._tree.ParentTree = whole.make_indirect(dictionary(Nums=array(pairs)))
        self._tree.ParentTreeNextKey = max(self._parents, default=-1) + 1
        if self._ids:
            self._tree.IDTree = whole.make_indirect(dictionary(Names=_sorted(self._ids)))
        if self._places:
            whole.Root.Names = dictionary(Dests=whole.make_indirect(dictionary(Names=_sorted(self._places))))
        _link(whole.Root.get("/Outlines"), self._marks)


def _only(kids: pikepdf.Object) -> pikepdf.Object:
    """The one element below the root: Typst writes a Document that holds all others."""
    return kids[0] if isinstance(kids, pikepdf.Array) else kids


def _numbers(whole: pikepdf.Pdf, tree: pikepdf.Object) -> dict[int, pikepdf.Object]:
    return {key: whole.make_indirect(value) for key, value in pikepdf.NumberTree(tree.ParentTree).items()}


def _names(whole: pikepdf.Pdf, tree: pikepdf.Object | None) -> dict[str, pikepdf.Object]:
    found = () if tree is None else pikepdf.NameTree(tree).items()
    return {str(key): whole.make_indirect(value) for key, value in found}


def _places(whole: pikepdf.Pdf) -> pikepdf.Object | None:
    return whole.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")


def _sorted(named: dict[str, pikepdf.Object]) -> pikepdf.Array:
    return pikepdf.Array([item for key in sorted(named, key=str.encode) for item in (pikepdf.String(key), named[key])])


def _shift(owner: pikepdf.Object, key: str, offset: int) -> None:
    if key in owner:
        owner[key] = int(owner[key]) + offset


def _rename_headers(part: pikepdf.Pdf, number: int) -> None:
    """Give a part's table headers names that no other part has: Typst counts tables from 1 in each."""
    tree = part.Root.StructTreeRoot
    if "/IDTree" not in tree:
        return
    for element in _names(part, tree.IDTree).values():
        element.ID = pikepdf.String(f"{number}-{element.ID}")
    for kid in _only(tree.K).K:
        if kid.get("/S") == "/Table":
            _rename_in(kid, number)
    renamed = {f"{number}-{key}": value for key, value in _names(part, tree.IDTree).items()}
    tree.IDTree = part.make_indirect(pikepdf.Dictionary(Names=_sorted(renamed)))


def _rename_in(element: pikepdf.Object, number: int) -> None:
    for attributes in element.get("/A", ()) if isinstance(element.get("/A"), pikepdf.Array) else ():
        if "/Headers" in attributes:
            attributes.Headers = pikepdf.Array([pikepdf.String(f"{number}-{name}") for name in attributes.Headers])
    for kid in element.get("/K", ()) if isinstance(element.get("/K"), pikepdf.Array) else ():
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            _rename_in(kid, number)


def _chain(outlines: pikepdf.Object | None) -> list[pikepdf.Object]:
    """The bookmarks of the first level, in their order."""
    marks = []
    mark = None if outlines is None else outlines.get("/First")
    while mark is not None:
        marks.append(mark)
        mark = mark.get("/Next")
    return marks


def _link(outlines: pikepdf.Object | None, marks: list[pikepdf.Object]) -> None:
    if outlines is None or not marks:
        return
    for at, mark in enumerate(marks):
        mark.Parent = outlines
        for key, other in (("/Prev", at - 1), ("/Next", at + 1)):
            if 0 <= other < len(marks):
                mark[key] = marks[other]
            elif key in mark:
                del mark[key]
    outlines.First, outlines.Last, outlines.Count = marks[0], marks[-1], len(marks)


def _lead_links(whole: pikepdf.Pdf) -> None:
    """Make links to ``#name`` links to the place of that name."""
    for page in whole.pages:
        for note in page.obj.get("/Annots", ()):
            address = str(note.get("/A", pikepdf.Dictionary()).get("/URI", ""))
            if address.startswith("#"):
                del note["/A"]
                note.Dest = pikepdf.String(address[1:])
