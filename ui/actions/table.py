"""Everything that a person can do in the window, as one table.

Menus, shortcuts, the palette, the key table (F1) and docs/keys.md are all made from it. Labels are the messages
``action.<id>``. A single letter never fires while a field is being typed in: Qt gives the key to the field first.
"""

from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One action. ``menu`` is where it stands (``menu.<menu>``); ``keys`` are portable key names.

    ``needs`` says what must be there for it to be possible: nothing, an open ``library``, an ``article``, a ``claim``,
    a ``selection`` or a ``reader``.
    """

    id: str
    menu: str
    keys: tuple[str, ...] = ()
    needs: str = ""
    _: KW_ONLY
    checkable: bool = False
    gap: bool = False
    """Whether a line parts it from what stands above it in the menu."""


TABLE: tuple[Action, ...] = (
    Action("article.open", "file", ("Ctrl+O",), "library"),
    Action("article.paste", "file", ("Ctrl+Shift+V",), "library"),
    Action("article.from-link", "file", ("Ctrl+L",), "library"),
    Action("article.sample", "file", (), "library"),
    Action("article.own-window", "file", ("Ctrl+Shift+O",), "article"),
    Action("article.details", "file", ("Ctrl+I",), "article", gap=True),
    Action("report.export", "file", ("Ctrl+E",), "article"),
    Action("window.close", "file", ("Ctrl+Q",), gap=True),
    Action("undo", "edit", ("Ctrl+Z",), "library"),
    Action("redo", "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "library"),
    Action("find", "edit", ("Ctrl+F",), "article", gap=True),
    Action("find.next", "edit", ("F3",), "article"),
    Action("find.previous", "edit", ("Shift+F3",), "article"),
    Action("search", "edit", ("/",), "library"),
    Action("claim.next", "claim", ("J",), "article"),
    Action("claim.previous", "claim", ("K",), "article"),
    Action("claim.next-open", "claim", ("Shift+J",), "article"),
    Action("claim.accept", "claim", ("A",), "claim", gap=True),
    Action("claim.dismiss", "claim", ("X",), "claim"),
    Action("claim.dismiss-because", "claim", ("Shift+X",), "claim"),
    Action("claim.reopen", "claim", ("Shift+A",), "claim"),
    Action("claim.accept-above", "claim", ("Ctrl+Shift+A",), "article"),
    Action("claim.edit", "claim", ("E",), "claim", gap=True),
    Action("claim.new", "claim", ("N",), "selection"),
    Action("claim.extend", "claim", ("Shift+E",), "selection"),
    Action("claim.trim", "claim", ("Shift+T",), "selection"),
    Action("claim.cut", "claim", ("B",), "claim"),
    Action("claim.merge", "claim", ("M",), "claim"),
    Action("claim.assign", "claim", ("G",), "claim", gap=True),
    Action("claim.urgent", "claim", ("U",), "claim"),
    Action("claim.tag", "claim", ("T",), "claim"),
    Action("claim.note", "claim", ("Shift+W",), "claim"),
    Action("source.add", "source", ("P",), "claim"),
    Action("source.file", "source", ("Shift+P",), "claim"),
    Action("source.open", "source", ("O",), "claim"),
    Action("passage.next", "source", (".",), "reader", gap=True),
    Action("passage.previous", "source", (",",), "reader"),
    Action("quote.supports", "source", ("S",), "reader"),
    Action("quote.refutes", "source", ("R",), "reader"),
    Action("quote.context", "source", ("C",), "reader"),
    Action("reader.recheck", "source", ("Shift+R",), "reader", gap=True),
    Action("reader.own-window", "source", ("Ctrl+Shift+R",), "reader"),
    Action("reader.close", "source", ("Shift+O",), "reader"),
    *(Action(f"verdict.{n}", "verdict", (str(n),), "claim") for n in range(1, 10)),
    Action("verdict.reason", "verdict", ("W",), "claim", gap=True),
    Action("verdict.give", "verdict", ("Ctrl+Return",), "claim"),
    Action("verdict.approve", "verdict", ("Y",), "claim"),
    Action("verdict.send-back", "verdict", ("Shift+Y",), "claim"),
    Action("verdict.publish", "verdict", ("Ctrl+Shift+Return",), "claim", gap=True),
    Action("verdict.correct", "verdict", (), "claim"),
    Action("verdict.withdraw", "verdict", (), "claim"),
    Action("room.articles", "view", ("Ctrl+1",), ""),
    Action("room.claims", "view", ("Ctrl+2",), "library"),
    Action("room.sources", "view", ("Ctrl+3",), "library"),
    Action("room.reports", "view", ("Ctrl+4",), "library"),
    Action("room.queue", "view", ("Ctrl+5",), "library"),
    Action("room.settings", "view", ("Ctrl+,",), ""),
    Action("view.everything", "view", ("V",), "article", checkable=True, gap=True),
    Action("view.articles", "view", ("Ctrl+B",), "", checkable=True),
    Action("view.next-pane", "view", ("F6",), gap=True),
    Action("view.previous-pane", "view", ("Shift+F6",)),
    Action("view.larger", "view", ("Ctrl++", "Ctrl+="), gap=True),
    Action("view.smaller", "view", ("Ctrl+-",)),
    Action("view.usual", "view", ("Ctrl+0",)),
    Action("theme.system", "theme", checkable=True),
    Action("theme.light", "theme", checkable=True),
    Action("theme.dark", "theme", checkable=True),
    Action("theme.contrast", "theme", checkable=True),
    Action("language.system", "language", checkable=True),
    Action("language.en", "language", checkable=True),
    Action("language.fr", "language", checkable=True),
    Action("reviewer.change", "view", gap=True),
    Action("help.palette", "help", ("Ctrl+K",)),
    Action("help.keys", "help", ("F1",), ""),
    Action("help.guide", "help", ("Shift+F1",)),
    Action("help.tour", "help", gap=True),
    Action("help.about", "help"),
)

MENUS = ("file", "edit", "claim", "source", "verdict", "view", "help")
SUBMENUS = {"view": ("theme", "language")}
"""Menus that hang at the end of another one."""

BY_ID = {action.id: action for action in TABLE}


def conflicts(table: tuple[Action, ...] = TABLE) -> list[tuple[str, str, str]]:
    """Pairs of actions that claim the same key, with the key: none in a good table."""
    taken: dict[str, str] = {}
    found = []
    for action in table:
        for key in action.keys:
            if key.lower() in taken:
                found.append((key, taken[key.lower()], action.id))
            taken[key.lower()] = action.id
    return found
