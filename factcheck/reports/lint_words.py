"""Words that the linter knows: verdicts by their place between true and false, hedges, attributions, headlines.

English and French, with the commonest verdicts of other languages in which checks are published.
"""

import re

FALSE = (
    "false|mostly false|largely false|fake|hoax|wrong|incorrect|inaccurate|untrue|not true|not correct|pants on fire|"
    "fabricated|debunked|baseless|bogus|misleading|faux|plutôt faux|largement faux|inexact|mensonger|infox|intox|"
    "trompeur|infondé|falso|falsch|onwaar|fałsz|falsk|bulo"
)
TRUE = (
    "true|mostly true|largely true|correct|mostly correct|accurate|mostly accurate|right|confirmed|legit|vrai|"
    "plutôt vrai|largement vrai|exact|plutôt exact|avéré|confirmé|verdadero|verdadeiro|vero|wahr|richtig|waar|prawda"
)
OUTSIDE = (
    "unproven|unverified|unsupported|no evidence|not enough evidence|undetermined|research in progress|satire|parody|"
    "labeled satire|opinion|withdrawn|outdated|missing context|lacks context|needs context|non prouvé|non vérifié|"
    "invérifiable|sans preuve|indécidable|pas de preuve|parodie|manque de contexte|hors contexte|retiré|caduc"
)
MIXED = (
    "half[- ]true|half[- ]false|partly|partially|partiellement|à moitié|en partie|mixture|mixed|mitigé|à nuancer|"
    "c[’']est plus compliqué|teils|parcialmente"
)
_VERDICT = f"(?:{FALSE}|{TRUE}|{OUTSIDE}|half[- ]true|à moitié vrai)"

SAYS_FALSE = re.compile(rf"\W*(?:{FALSE})\b", re.IGNORECASE)
SAYS_TRUE = re.compile(rf"\W*(?:{TRUE})\b", re.IGNORECASE)
SAYS_MIXED = re.compile(rf"\W*(?:{MIXED})\b", re.IGNORECASE)
SAYS_OUTSIDE = re.compile(rf"\W*(?:{OUTSIDE})\b", re.IGNORECASE)
HOLDS_VERDICT = re.compile(
    rf"^\W*{_VERDICT}\s*[:!–—-]|^(?:no|non|yes|oui|nope),\s|[-–—:(\[]\s*{_VERDICT}\s*[)\]]?[.!]?$", re.IGNORECASE
)
HEADLINE = re.compile(
    r"^\W*(?:fact[- ]?check|claim check|vérification|vrai ou faux|désintox|infox ou|is it true|did |does |has |"
    r"est-ce que|est-il vrai)|\?\W*$",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:would have|may|might|could|reportedly|allegedly|apparently|perhaps|possibly|probably|likely|appears? to|"
    r"seems? to|aurai(?:t|ent)|serai(?:t|ent)|pourrai(?:t|ent)|devrai(?:t|ent)|semble(?:nt|rait)?|peut-être|sans doute|"
    r"probablement|apparemment|vraisemblablement|présumé(?:e|s|es)?)\b",
    re.IGNORECASE,
)
ATTRIBUTED = re.compile(
    r"\b(?:according to|says?|said|claims? that|claimed|tweeted|told|selon|d[’']après|a (?:dit|déclaré|affirmé|assuré|"
    r"annoncé)|affirme|déclare|assure)\b",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(?:unknown|various|n/?a|none|anonymous|multiple|inconnue?|divers|anonyme|aucun|plusieurs|-+|\?+)\.?",
    re.IGNORECASE,
)
