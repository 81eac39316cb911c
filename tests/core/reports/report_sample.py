"""A report with every feature of the model, in French and English, made by hand."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from factcheck.domain.claim import ClaimState, Kind, Modality, Reason
from factcheck.domain.ids import new_id
from factcheck.domain.source import Stance
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

AT = datetime(2026, 11, 22, 13, 43, 5, tzinfo=UTC)
SCALE = {
    "true": ("True", "Vrai", "#2e7d32", "✓", 6),
    "mostly-true": ("Mostly true", "Plutôt vrai", "#7cb342", "✓", 5),
    "half-true": ("Half true", "À moitié vrai", "#f9a825", "◐", 4),
    "misleading": ("Misleading", "Trompeur", "#ef6c00", "!", 3),
    "false": ("False", "Faux", "#c62828", "✗", 1),
    "unproven": ("Unproven", "Non prouvé", "#616161", "?", None),
}
MEANINGS = {
    "true": ("The evidence confirms it and nothing important is missing.", "Les éléments le confirment."),
    "mostly-true": ("Right, with a detail that needs adding.", "Exact, à un détail près."),
    "half-true": ("Partly right; what is left out matters.", "Exact en partie ; ce qui manque compte."),
    "misleading": ("The facts are right and suggest something wrong.", "Des faits exacts suggèrent une idée fausse."),
    "false": ("The evidence contradicts it.", "Les éléments le contredisent."),
    "unproven": ("The evidence settles it neither way.", "Les éléments ne permettent pas de trancher."),
}
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


def verdict(key: str, reason: str, **more: object) -> ReportVerdict:
    english, french, colour, glyph, value = SCALE[key]
    meaning_en, meaning_fr = MEANINGS[key]
    made = ReportVerdict(
        id=new_id(),
        rating=key,
        labels={"en": english, "fr": french},
        meanings={"en": meaning_en, "fr": meaning_fr},
        colour=colour,
        glyph=glyph,
        value=value,
        best=6,
        worst=1,
        scale="truth",
        scale_version=1,
        scale_names={"en": "Truth", "fr": "Véracité"},
        reason=reason,
        reviewer="Ada Verne",
        at=AT,
        approved_by=("Noé Lindt",),
    )
    return replace(made, **more)


def source(number: int, stance: Stance, **more: object) -> ReportSource:
    made = ReportSource(
        number=number,
        id=new_id(),
        evidence=new_id(),
        stance=stance,
        title="Accounts of the city, 2019 to 2025",
        publisher="City of Harlow",
        date="2026-03-02",
        url=f"https://city.example/accounts/{number}?a=1&b=2",
        fragment_url=f"https://city.example/accounts/{number}?a=1&b=2#:~:text=4%2C198%2C000",
        quote="Harlow baths: 4,198,000",
        quote_start=120,
        quote_end=143,
        note="Table 7 adds up the seven years.",
        at=AT,
        reviewer="Ada Verne",
        capture=new_id(),
        captured_at=AT,
        final_url=f"https://city.example/accounts/{number}?a=1&b=2",
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


def _claims(language: str, article: ReportArticle) -> tuple[ReportClaim, ...]:
    hedge = {"en": "would have", "fr": "aurait"}[language]
    blank = source(3, Stance.CONTEXT, title=None, quote=None, note=None, captured_at=None, status=None, sha256=None)
    failed = replace(blank, warc=None, fragment_url=None, problem="The server did not answer.", flags=("truncated",))
    parts = (
        {
            "modality": Modality.HEDGED,
            "hedge": hedge,
            "kind": Kind.QUANTITY,
            "date": "2019/2026",
            "state": ClaimState.CORRECTED,
            "verdict": verdict("mostly-true", "The accounts give €4,198,000.\n\nThe audit rounded the sum.", value=5),
            "superseded": (verdict("true", "The sum is in the accounts.", approved_by=()),),
            "sources": (source(1, Stance.SUPPORTS), source(2, Stance.REFUTES, origin="Newswire"), failed),
            "corrections": (ReportCorrection(AT, "The year 2019 was given as 2018.", "A misread table.", "Ada Verne"),),
            "tags": ("budget", "baths"),
            "url": "https://desk.example/checks/2026/baths-cost",
            "published_at": AT,
            "reasons": (Reason("modality", "conditional", hedge, 48, 58),),
        },
        {"kind": Kind.QUANTITY, "date": "2025~", "verdict": verdict("false", "Numbers rose by 4 per cent.")},
        {"modality": Modality.REPORTED, "verdict": verdict("unproven", "No list of pools gives their age.")},
        {"media": (ReportMedia("image", "https://post.example/club.jpg", "DecontextualizedContent", "The club"),)},
    )
    made = []
    for (quote, claimant), standalone, more in zip(CLAIMS[language], STANDALONE[language], parts, strict=True):
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
