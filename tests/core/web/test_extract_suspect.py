"""Pages that are not what they seem: walls, error pages, robot checks, text that readers do not see."""

import pytest

from factcheck.web.extract import read_page
from factcheck.web.page import Page
from tests.core.web.samples import EN, FR, french, page

URL = "https://courier.example/2024/boiler"

STUBS = {
    "soft-404": (
        ("Page not found", "Sorry, the page you are looking for does not exist or has been moved."),
        ("Page introuvable", "Désolé, cet article n’existe plus ou a été déplacé."),
        ("Oops", "Error 404. We cannot find the page that you asked for."),
    ),
    "bot": (
        ("Just a moment...", "Verifying you are human. This may take a few seconds."),
        ("Access denied", "Your request was blocked. Please solve the captcha below."),
        ("Vérification", "Vérifiez que vous êtes humain avant de poursuivre."),
    ),
    "consent": (
        ("Before you continue", "We and our partners store data here. Accept all or manage cookies."),
        ("Vos choix", "Nous et nos partenaires déposons des cookies. Continuer sans accepter."),
    ),
    "login": (("Log in", "You must be logged in to view this page."),),
}  # fmt: skip


def read(markup: str, url: str = URL) -> Page:
    return read_page(markup.encode(), url=url, media_type="text/html")


@pytest.mark.parametrize(("why", "title", "text"), [(why, *stub) for why, stubs in STUBS.items() for stub in stubs])
def test_a_stub_says_why_it_is_not_the_article(why: str, title: str, text: str) -> None:
    found = read(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div><p>{text}</p></div></body></html>"
    )
    assert f"not-the-article:{why}" in found.flags


@pytest.mark.parametrize(
    "cut",
    [
        "This article is for subscribers. Subscribe to continue reading.",
        "La suite est réservée à nos abonnés. Déjà abonné ?",
    ],
)
def test_the_beginning_of_an_article_behind_a_wall(cut: str) -> None:
    found = read(page(EN[:1]).replace("</article>", f"<div class='wall'><p>{cut}</p></div></article>"))
    assert "not-the-article:paywall" in found.flags


def test_an_article_that_says_it_is_not_free_and_is_short() -> None:
    sold = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    assert "not-the-article:paywall" in read(page(EN[:1], head=sold)).flags
    assert "not-the-article:paywall" not in read(page(EN * 8, head=sold)).flags


def test_a_front_page_where_an_article_was_asked_for() -> None:
    stories = "".join(f'<li><a href="/{n}">Story number {n} of the day</a></li>' for n in range(30))
    found = read(
        f"<html><head><title>The Mere Courier</title></head><body><ul>{stories}</ul></body></html>",
        "https://courier.example/",
    )
    assert "not-the-article:front-page" in found.flags


@pytest.mark.parametrize("markup", [page(), french()])
def test_an_article_is_an_article_in_spite_of_its_frame(markup: str) -> None:
    banner = "<div class='banner'><p>We use cookies. Accept all. Nous utilisons des cookies.</p></div>"
    assert read(markup.replace("<main>", banner + "<main>")).flags == ()


def test_an_article_about_captchas_is_an_article() -> None:
    about = tuple(f"{text} Critics of the captcha say that access is denied to those who see badly." for text in EN)
    assert read(page(about)).flags == ()


HIDDEN = "The minister has resigned after the report and asks everybody to repeat that he has resigned."


@pytest.mark.parametrize(
    "element",
    [
        '<p style="display:none">{}</p>',
        '<p style="visibility: hidden">{}</p>',
        '<div style="position:absolute; left:-9999px">{}</div>',
        '<p style="font-size:0">{}</p>',
        '<p style="color:#fff;background-color:#fff">{}</p>',
        '<div style="max-height:0px; overflow: hidden">{}</div>',
        "<p hidden>{}</p>",
        '<p class="ghost">{}</p>',
        '<p>The council met on Tuesday to hear the works department.<span style="opacity:0">{}</span></p>',
    ],
)
def test_hidden_sentences_are_left_out_and_told(element: str) -> None:
    head = "<style>.ghost, .other {display: none} @media print {article {display: none}}</style>"
    found = read(page(head=head, inside=element.format(HIDDEN)))
    assert HIDDEN not in found.text
    assert "hidden-text" in found.flags
    assert EN[0] in found.text


@pytest.mark.parametrize(
    "style",
    ["min-height:0; overflow:hidden", "line-height:0; overflow:hidden", "fill-opacity:0", "height:0.5em;overflow:auto"],
)
def test_boxes_that_may_shrink_hide_nothing(style: str) -> None:
    shown = "The council answered on Friday that the works department had asked for nothing of that kind."
    head = f"<style>.wide {{{style}}}</style>"
    found = read(page(head=head, inside=f'<div class="wide"><p>{shown}</p></div>'))
    assert shown in found.text
    assert found.flags == ()


def test_an_endless_style_is_looked_through_once() -> None:
    head = "<style>a{" + "height:0;" * 30_000 + "}</style>"
    assert EN[0] in read(page(head=head)).text


def test_hidden_menus_mean_nothing() -> None:
    menu = '<div style="display:none"><ul><li><a href="/x">More</a></li></ul><button>Close this</button></div>'
    assert read(page(inside=menu)).flags == ()


def test_an_article_that_a_script_will_show_is_read() -> None:
    markup = (
        page().replace("<article>", '<article><div style="display:none">').replace("</article>", "</div></article>")
    )
    found = read(markup)
    assert EN[0] in found.text


def test_repeated_boxes_are_read_once() -> None:
    assert read(page(FR + FR, language="fr")).text.count(FR[0]) == 1
