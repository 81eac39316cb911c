"""A report with every feature of the model, in French and English, made by hand."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import UTC, datetime

from factcheck.domain.claim import ClaimState, Kind, Modality, Reason
from factcheck.domain.ids import new_id
from factcheck.domain.source import Stance
from factcheck.reports.build import numbered
from factcheck.reports.model import (
    Chain,
    House,
    Report,
    ReportArticle,
    ReportClaim,
    ReportClaimant,
    ReportCorrection,
    ReportKind,
    ReportMedia,
    ReportSource,
    ReportVerdict,
)
from factcheck.resources import read

AT = datetime(2026, 11, 22, 13, 43, 5, tzinfo=UTC)
SCALE = tomllib.loads(read("scales", "truth.toml"))
RATINGS = {rating["key"]: rating for rating in SCALE["ratings"]}
TEXT = {
    "en": (
        "Council plans to close the Harlow baths\n\n"
        "The city would have spent 4.2 million euros on the Harlow baths since 2019, according to the Citizens' Audit. "
        "Visitor numbers fell by half in the same period.\n\n"
        "“No other pool in the region is as old,” said Mayor Jane Holt on Monday. "
        "The 🏊 club has 812 members.\n\n"
        "Is the building safe? The council expects a decision in March."
    ),
    "fr": (
        "La ville veut fermer les bains du Harlay\n\n"
        "La ville aurait dépensé 4,2 millions d’euros pour les bains du Harlay depuis 2019, selon l’Audit citoyen. "
        "La fréquentation a été divisée par deux dans le même temps.\n\n"
        "« Aucune piscine de la région n’est aussi ancienne », a déclaré lundi la maire, Jeanne Houlot. "
        "Le club 🏊 compte 812 membres.\n\n"
        "Le bâtiment est-il sûr ? Le conseil attend une décision en mars."
    ),
}
CLAIMS = {
    "en": (
        ("The city would have spent 4.2 million euros on the Harlow baths since 2019", "Citizens' Audit"),
        ("Visitor numbers fell by half in the same period", None),
        ("No other pool in the region is as old", "Jane Holt"),
        ("The 🏊 club has 812 members", None),
    ),
    "fr": (
        ("La ville aurait dépensé 4,2 millions d’euros pour les bains du Harlay depuis 2019", "Audit citoyen"),
        ("La fréquentation a été divisée par deux dans le même temps", None),
        ("Aucune piscine de la région n’est aussi ancienne", "Jeanne Houlot"),
        ("Le club 🏊 compte 812 membres", None),
    ),
}
STANDALONE = {
    "en": (
        "According to the Citizens' Audit, the city would have spent €4.2 million on the Harlow baths since 2019",
        "The Harlow baths had half as many visitors in 2025 as in 2019",
        "No other pool in the region is as old as the Harlow baths",
        "The Harlow swimming club has 812 members",
    ),
    "fr": (
        "Selon l’Audit citoyen, la ville aurait dépensé 4,2 millions d’euros pour les bains du Harlay depuis 2019",
        "Les bains du Harlay ont accueilli deux fois moins de visiteurs en 2025 qu’en 2019",
        "Aucune piscine de la région n’est aussi ancienne que les bains du Harlay",
        "Le club de natation du Harlay compte 812 membres",
    ),
}


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


WORDS = {
    "en": {
        "cost": "The published accounts give €4,198,000 for the seven years, within one per cent of the audit's sum."
        "\n\nThe audit rounded the figure and counts 2026 only up to June, which the article does not say.",
        "cost-early": "The sum stands in the accounts.",
        "visitors": "The ticket counts rose from 61,204 to 63,870, by four per cent.",
        "oldest": "No register of the region's pools gives the year in which each was built.",
        "accounts": "Accounts of the city, 2019 to 2025",
        "city": "City of Harlow",
        "quote": "Harlow baths, running costs and repairs: 4,198,000",
        "note": "Table 7 adds up the seven years.",
        "audit": "What the baths cost us",
        "audit-quote": "We counted the invoices up to 30 June only",
        "tickets": "Annual report of the baths 2025",
        "tickets-quote": "63,870 tickets were sold, after 61,204 in 2019",
        "what": "The year 2019 was given as 2018.",
        "why": "A table was misread.",
        "failed": "The server did not answer within 30 seconds.",
        "tags": ("budget", "baths"),
    },
    "fr": {
        "cost": "Les comptes publiés donnent 4 198 000 euros pour les sept années, à moins d’un pour cent de la somme "
        "avancée par l’audit.\n\nL’audit a arrondi le chiffre et ne compte 2026 que jusqu’en juin, ce que l’article "
        "ne dit pas.",
        "cost-early": "La somme figure dans les comptes.",
        "visitors": "Le nombre d’entrées est passé de 61 204 à 63 870, soit une hausse de quatre pour cent.",
        "oldest": "Aucun registre des piscines de la région ne donne leur année de construction.",
        "accounts": "Comptes de la ville, 2019 à 2025",
        "city": "Ville du Harlay",
        "quote": "Bains du Harlay, fonctionnement et réparations : 4 198 000",
        "note": "Le tableau 7 additionne les sept années.",
        "audit": "Ce que les bains nous ont coûté",
        "audit-quote": "Nous n’avons compté les factures que jusqu’au 30 juin",
        "tickets": "Rapport annuel des bains 2025",
        "tickets-quote": "63 870 billets ont été vendus, contre 61 204 en 2019",
        "what": "L’année 2019 avait été donnée comme 2018.",
        "why": "Un tableau avait été mal lu.",
        "failed": "Le serveur n’a pas répondu en 30 secondes.",
        "tags": ("budget", "bains"),
    },
}


def verdict(key: str, reason: str, **more: object) -> ReportVerdict:
    rating = RATINGS[key]
    made = ReportVerdict(
        id=new_id(),
        rating=key,
        labels=rating["labels"],
        meanings=rating["meanings"],
        colour=rating["colour"],
        glyph=rating["glyph"],
        value=rating.get("value"),
        best=5,
        worst=1,
        scale="truth",
        scale_version=1,
        scale_names=SCALE["names"],
        reason=reason,
        reviewer="Ada Verne",
        at=AT,
        approved_by=("Noé Lindt",),
    )
    return replace(made, **more)


def source(language: str, number: int, stance: Stance, **more: object) -> ReportSource:
    words = WORDS[language]
    address = f"https://city.example/accounts/{number}?a=1&b=2"
    made = ReportSource(
        number=number,
        id=new_id(),
        evidence=new_id(),
        stance=stance,
        title=words["accounts"],
        publisher=words["city"],
        date="2026-03-02",
        url=address,
        fragment_url=f"{address}#:~:text=4%2C198%2C000",
        quote=words["quote"],
        quote_start=120,
        quote_end=120 + len(words["quote"]),
        note=words["note"],
        at=AT,
        reviewer="Ada Verne",
        capture=new_id(),
        captured_at=AT,
        final_url=address,
        media_type="text/html",
        status=200,
        sha256=digest(f"page {number}"),
        warc=digest(f"warc {number}"),
    )
    return replace(made, **more)


def report(language: str = "en") -> Report:
    text = TEXT[language]
    article = ReportArticle(
        id=new_id(),
        title=text.split("\n")[0],
        language=language,
        sha256=digest(text),
        outlet="The Harlow Post" if language == "en" else "Le Courrier du Harlay",
        author="Sam Reed",
        date="2026-11-20",
        url="https://post.example/2026/11/20/baths",
        text=text,
    )
    return Report(
        kind=ReportKind.ARTICLE,
        language=language,
        made_at=AT,
        title=article.title,
        chain=Chain(head=digest("chain"), steps=1234, as_of=None),
        claims=_claims(language, article),
        articles=(article,),
        house=House("Desk of Proof", "https://desk.example", "corrections@desk.example"),
        url="https://desk.example/checks/2026/baths",
    )


def many(language: str, n: int) -> Report:
    """A report of ``n`` claims of one article, each with its own ids, verdict and sources."""
    made = report(language)
    parts = [made.claims[k % 3] for k in range(n)]
    claims = tuple(replace(claim, id=new_id(), standalone=f"{claim.standalone} ({k})") for k, claim in enumerate(parts))
    return replace(made, claims=numbered(claims))


def _claims(language: str, article: ReportArticle) -> tuple[ReportClaim, ...]:
    made = []
    rows = zip(CLAIMS[language], STANDALONE[language], _parts(language), strict=True)
    for (quote, claimant), standalone, more in rows:
        start = article.text.index(quote)
        plain = ReportClaim(
            id=new_id(),
            article=article.id,
            quote=quote,
            start=start,
            end=start + len(quote),
            standalone=standalone,
            modality=Modality.ASSERTED,
            kind=Kind.FACTUAL,
            state=ClaimState.APPROVED,
            check_worthiness=0.75,
            claimants=(ReportClaimant(claimant, new_id(), "udit" in claimant),) if claimant else (),
        )
        made.append(replace(plain, **more))
    return tuple(made)


def _parts(language: str) -> tuple[dict[str, object], ...]:
    words = WORDS[language]
    hedge = {"en": "would have", "fr": "aurait"}[language]
    now = verdict("mostly-true", words["cost"])
    early = verdict("true", words["cost-early"], approved_by=())
    return (
        {
            "modality": Modality.HEDGED,
            "hedge": hedge,
            "kind": Kind.QUANTITY,
            "date": "2019/2026",
            "state": ClaimState.CORRECTED,
            "verdict": now,
            "superseded": (early,),
            "sources": _sources(language),
            "corrections": (
                ReportCorrection(
                    AT, words["what"], words["why"], reviewer="Ada Verne", old_verdict=early.id, new_verdict=now.id
                ),
            ),
            "tags": words["tags"],
            "url": "https://desk.example/checks/2026/baths-cost",
            "published_at": AT,
            "reasons": (Reason("modality", "conditional", hedge, 48, 58),),
        },
        {
            "kind": Kind.QUANTITY,
            "date": "2025~",
            "verdict": verdict("false", words["visitors"]),
            "sources": (
                source(
                    language,
                    4,
                    Stance.REFUTES,
                    title=words["tickets"],
                    quote=words["tickets-quote"],
                    note=None,
                    origin="Harlow Baths Ltd",
                ),
            ),
        },
        {"modality": Modality.REPORTED, "verdict": verdict("unproven", words["oldest"])},
        {"media": (ReportMedia("image", "https://post.example/club.jpg", "DecontextualizedContent", "Club"),)},
    )


def _sources(language: str) -> tuple[ReportSource, ...]:
    words = WORDS[language]
    audit = {"title": words["audit"], "publisher": "Citizens' Audit", "author": "L. Amber", "date": "2026-07"}
    failed = source(
        language, 3, Stance.CONTEXT, title=None, quote=None, note=None, captured_at=None, status=None, sha256=None,
        warc=None, fragment_url=None, problem=words["failed"], flags=("truncated",),
    )  # fmt: skip
    against = source(language, 2, Stance.REFUTES, quote=words["audit-quote"], note=None, origin="Newswire", **audit)
    return (source(language, 1, Stance.SUPPORTS), against, failed)


def poisoned(text: str) -> Report:
    """A report with ``text`` in every field that comes from outside or from a person's hands."""
    made = report()
    claim = made.claims[0]
    return replace(
        made,
        title=text,
        subject=text,
        method=text,
        articles=(replace(made.articles[0], title=text, url=f"javascript:{text}", outlet=text, text=text),),
        claims=(
            replace(
                claim,
                quote=text,
                standalone=text,
                hedge=text,
                tags=(text,),
                claimants=(replace(claim.claimants[0], name=text),),
                verdict=replace(claim.verdict, reason=text, reviewer=text, colour=text, glyph=text),
                sources=(
                    replace(claim.sources[0], url=f"javascript:{text}", fragment_url=None, title=text, quote=text),
                ),
            ),
        ),
    )
