"""Pages of our own writing, built as news sites build theirs: frame, article, boxes, comments, footer."""

import json

EN = (
    (
        "The town of Harrowmere will close its last coal boiler in March, the council said on Tuesday, two years "
        "earlier than it had planned."
    ),
    (
        "Heating for 4,200 homes will come from a heat pump on the river instead. It cost £18.5 million, a third "
        "more than the estimate that councillors approved in 2021."
    ),
    (
        "“We are not proud of the overrun, but the boiler would have cost more to keep,” said Ines Calloway, who "
        "leads the works department."
    ),
    (
        "Residents’ groups doubt the figure. According to the Harrowmere Tenants’ Union, bills rose by 11 per "
        "cent in the first winter, while the council speaks of 6 per cent."
    ),
    "The regulator is expected to publish its own count of the bills in the spring.",
)
FR = (
    (
        "La commune de Valbrune fermera sa dernière chaudière à charbon en mars, a annoncé mardi la mairie, deux "
        "ans plus tôt que prévu."
    ),
    (
        "Le chauffage de 4 200 logements sera assuré par une pompe à chaleur installée sur la rivière. Elle a "
        "coûté 18,5 millions d’euros, un tiers de plus que l’estimation votée en 2021."
    ),
    (
        "« Nous ne sommes pas fiers du dépassement, mais garder la chaudière aurait coûté davantage », a déclaré "
        "Inès Callois, directrice des travaux."
    ),
    (
        "Les associations d’habitants contestent ce chiffre. Selon l’Union des locataires de Valbrune, les "
        "factures ont augmenté de 11 % le premier hiver, alors que la mairie parle de 6 %."
    ),
    "Le régulateur doit publier son propre décompte des factures au printemps.",
)
_FRAME = {
    "en": ("Home", "News", "Sport", "Read more: A river that heats a town", "Sign up to our newsletter", "Comments"),
    "fr": ("Accueil", "Infos", "Sport", "Lire aussi : Une rivière qui chauffe", "Abonnez-vous", "Commentaires"),
}


def page(
    paragraphs: tuple[str, ...] = EN,
    *,
    language: str = "en",
    title: str = "Harrowmere shuts its last coal boiler early",
    site: str = "The Mere Courier",
    author: str | None = "Tomas Ferrant",
    date: str | None = "2024-02-13T18:05:00+00:00",
    head: str = "",
    inside: str = "",
) -> str:
    """A whole page; ``head`` goes into its head, ``inside`` between its paragraphs."""
    home, news, sport, more, call, comments = _FRAME[language]
    data: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
    data["publisher"] = {"@type": "Organization", "name": site}
    if author:
        data["author"] = [{"@type": "Person", "name": author}]
    if date:
        data["datePublished"] = date
    body = [f"<p>{text}</p>" for text in paragraphs]
    body.insert(2, inside)
    body.insert(4, f'<p><a href="/river">{more}</a></p>')
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title} | {site}</title>
<meta property="og:site_name" content="{site}"><meta property="og:title" content="{title}">
<script type="application/ld+json">{json.dumps(data)}</script>{head}</head>
<body><header><nav><ul>
<li><a href="/">{home}</a></li><li><a href="/news">{news}</a></li><li><a href="/sport">{sport}</a></li>
</ul></nav></header>
<main><article><h1>{title}</h1>
{"".join(body)}
<p>{call}</p></article></main>
<aside><h3>{news}</h3><ul>
<li><a href="/a">One story of another day</a></li><li><a href="/b">Another story</a></li>
</ul></aside>
<section class="comments"><h3>{comments}</h3>
<p>I have lived here for forty years and never paid so much, says a reader below.</p></section>
<footer><p>© 2024 {site}</p></footer></body></html>"""


def french(**changes: object) -> str:
    """The French page."""
    settled: dict[str, object] = {
        "language": "fr",
        "title": "Valbrune ferme sa dernière chaudière à charbon en avance",
        "site": "Le Courrier du Val",
        "author": "Élodie Marchandeau",
    }
    return page(FR, **settled | changes)  # type: ignore[arg-type]
