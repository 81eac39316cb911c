"""The reader view of a page and the ranking of its sentences.

Reading is compared with trafilatura alone, which finds the main text and nothing else: we add title, author, date with
its origin, links with offsets, hidden text and flags. A warm worker is compared with the same work in this process, and
a cold one with a bare interpreter. Ranking is compared with one pass of the stemmer over the same words, the work that
no ranking by words can leave out.
"""

import subprocess
import sys

import trafilatura
from rows import Row, seconds

from factcheck.web import child, extract, passages, words

PARAGRAPHS = 60
WORD = "the council of Harrowmere said on Tuesday that boiler number {n} would close in March after {n} years of work"


def markup() -> str:
    """A news page of 60 paragraphs with a frame around it."""
    body = "".join(
        f"<p>{WORD.format(n=n)}, <a href='/{n}'>a report</a> says. It cost {n} million.</p>" for n in range(PARAGRAPHS)
    )
    menu = "".join(f"<li><a href='/section/{n}'>Section {n}</a></li>" for n in range(150))
    data = '{"@type": "NewsArticle", "headline": "Boilers close", "datePublished": "2024-02-13"}'
    head = f'<title>Boilers close | Courier</title><script type="application/ld+json">{data}</script>'
    frame = f"<header><ul>{menu}</ul></header><main><article><h1>Boilers close</h1>{body}</article></main>"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{frame}<footer>© Courier</footer></body></html>"


def measure() -> list[Row]:
    """Seconds for one page, one start, one ranking."""
    text = markup()
    raw = text.encode()
    url = "https://courier.example/2024/02/13/boilers"

    def warm() -> object:
        return child.read_page(raw, url=url, media_type="text/html")

    def here() -> object:
        return extract.read_page(raw, url=url, media_type="text/html")

    def cold() -> object:
        child.close()
        return warm()

    def stems() -> object:
        return words.lexis("en").stems(text)

    alone = seconds(lambda: trafilatura.bare_extraction(text, favor_precision=True, with_metadata=False))
    inside = seconds(here)
    rows = [
        Row("reader view, in-process", inside, "s", "trafilatura's main text alone", alone, target=4),
        Row("reader view, warm worker", seconds(warm), "s", "in-process", inside, target=1.5),
    ]
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    rows.append(Row("first page with a cold worker", seconds(cold, repeat=3), "s", "bare interpreter", bare, target=60))
    page = extract.read_page(raw, url=url, media_type="text/html")
    claim = "Boiler number 12 of Harrowmere cost 12 million and will close in March"
    ranked = seconds(lambda: passages.find(claim, page.text))
    rows.append(Row("passages of 120 sentences", ranked, "s", "stemming the page once", seconds(stems), target=20))
    child.close()
    return rows
