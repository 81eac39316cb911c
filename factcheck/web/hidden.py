"""Text that is in a page's markup but not before a reader's eyes: removed from the tree, and told when it was prose.

Menus, dialogs and texts for screen readers are hidden on most pages; they mean nothing. Sentences hidden among those of
the article do: somebody writes for machines what readers should not see.
"""

import re

from lxml import html

from factcheck.web.markup import SENTENCE, prose_words, shown_text

_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])|"
    r"(?<![-\w])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
# A box without height hides what overflows it; "min-height: 0" is none, but a way to let boxes shrink.
_FLAT = re.compile(r"(?<![-\w])(?:max-)?height\s*:\s*0(?:px)?\s*;", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]{1,300})\{([^{}]*)\}")
_SIMPLE = re.compile(r"^\s*[a-z]*([.#])([\w-]+)\s*$", re.IGNORECASE)
_MEDIA = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COLOUR = re.compile(r"(?<![-\w])(color|background(?:-color)?)\s*:\s*([#\w(),.% ]+?)\s*(?:;|!|$)", re.IGNORECASE)
MAX_CSS = 300_000
"""Characters of one style sheet that are read."""
_PROSE = 8
"""Words from which a hidden text is a sentence and not a label."""
_CONTAINERS = frozenset(
    ("div", "section", "p", "span", "li", "ul", "ol", "blockquote", "aside", "em", "strong", "b", "i", "td", "font")
)


def remove(tree: html.HtmlElement) -> bool:
    """Take hidden elements out of ``tree``; True when hidden sentences stood among the sentences of the text.

    Elements that hold most of the page's sentences stay: a script shows them, as on many a page with a curtain.
    """
    classes, ids = _hiding_rules(tree)
    total = max(1, prose_words(tree))
    suspicious = False
    for element in [e for e in tree.iter(*_CONTAINERS) if _is_hidden(e, classes, ids)]:
        parent = element.getparent()
        if parent is None or prose_words(element) > 0.5 * total:
            continue
        suspicious = suspicious or (_is_sentence(element) and _among_sentences(element))
        element.drop_tree()
    return suspicious


def _is_hidden(element: html.HtmlElement, classes: set[str], ids: set[str]) -> bool:
    if "hidden" in element.attrib:
        return True
    if _hides(element.get("style") or ""):
        return True
    return bool(classes.intersection((element.get("class") or "").split())) or element.get("id") in ids


def _hides(style: str) -> bool:
    """Whether these declarations keep an element from being seen."""
    flat = _FLAT.search(style)
    return bool(_STYLE.search(style) or (flat and _CUT_OFF.search(style, flat.end())) or _same_colours(style))


def _same_colours(style: str) -> bool:
    said = {name.lower().split("-")[0]: value.lower().replace(" ", "") for name, value in _COLOUR.findall(style)}
    return "color" in said and said["color"] == said.get("background")


def _hiding_rules(tree: html.HtmlElement) -> tuple[set[str], set[str]]:
    """Classes and ids that the page's own style sheets hide on every screen; only plain selectors are understood."""
    found: dict[str, set[str]] = {".": set(), "#": set()}
    for sheet in tree.iter("style"):
        css = (sheet.text or "")[:MAX_CSS]
        for selectors, body in _RULE.findall(_MEDIA.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))):
            if _hides(body):
                for selector in selectors.split(","):
                    if match := _SIMPLE.match(selector):
                        found[match[1]].add(match[2])
    return found["."], found["#"]


def _is_sentence(element: html.HtmlElement) -> bool:
    """Whether the element reads as text and not as a box that a script opens: long enough, nothing to click."""
    if any(element.find(f".//{tag}") is not None for tag in ("a", "button", "input")):
        return False
    return len(shown_text(element).split()) >= _PROSE


def _among_sentences(element: html.HtmlElement) -> bool:
    """Whether visible paragraphs of prose stand beside the element or around it."""
    if any(a.tag in ("nav", "footer", "aside", "form", "header", "dialog") for a in element.iterancestors()):
        return False
    near = [element.getparent()]
    if near[0] is not None and near[0].tag == "p":
        return len(shown_text(near[0]).split()) >= 2 * _PROSE
    beside = [p for p in near[0].iterchildren("p") if p is not element] if near[0] is not None else []
    return sum(len(shown_text(p).split()) >= SENTENCE for p in beside) >= 2
