"""A library of a million earlier checks, made once from a fixed seed and kept in a cache folder outside the project.

The claims are made of invented words. What matters for an index is kept: function words as frequent as in French and
English text, other words falling off as Zipf's law has it (exponent 1.07, 150,000 stems), claims of some 17 words,
titles of 9, summaries of 17, twenty years, 200 publishers, 40,000 claimants, nine ratings.
"""

import json
import os
import shutil
import sys
import time
from functools import cache
from pathlib import Path

import numpy as np
import platformdirs

from factcheck.services import archive, matching
from factcheck.services.desk import Desk

ROWS = int(os.environ.get("FACTCHECK_BENCH_ROWS", "1000000"))
SEED = 20261122
_FUNCTION = {
    "en": "the of to in a and that is for was on he it as with by at from his be an have are said not has were",
    "fr": "de la le les et des en un du une que dans est pour qui a par sur au plus ne pas ce il se avec son sont",
}
_SYLLABLES = {
    "en": "ba ker ton ling mer dow stan fel ric har ple nor wick sand mor tre gal ven os per lun dor mi tha res col",
    "fr": "bou ché ran tel mai vi gne lor eau dé ri for clé mont tru pa ger vau lin sé cou ral té oir bre mé sau",
}
_ENDINGS = {"en": ["", "s", "ed", "ing", "er", "ly"], "fr": ["", "s", "é", "er", "ment", "es"]}
_RATINGS = ["false", "mostly-false", "misleading", "half-true", "mostly-true", "true", "unproven", "satire", "altered"]
_CHUNK = 20_000


def folder() -> Path:
    """Where the large library is kept."""
    return Path(platformdirs.user_cache_dir("factcheck-workbench-bench", appauthor=False)) / f"{ROWS}-{SEED}"


def desk(*, matched: bool = True) -> Desk:
    """The large library, made when it is missing (some ten minutes); ``matched`` with its matching index."""
    place = folder()
    if not (place / "made.json").exists():
        _make(place)
    opened = Desk.open(place / "library", reviewer="bench")
    if matched:
        matching.prepare(opened, meaning=False)
    return opened


def ready() -> bool:
    """Whether the library is there; making it takes longer than a benchmark may, so that it is a step of its own."""
    there = (folder() / "made.json").exists()
    if not there:
        print(f"no library of {ROWS:,} checks yet: python tests/bench/_large.py makes it (once)", file=sys.stderr)
    return there


def made() -> dict[str, float]:
    """What making it took: seconds of the import and of the index."""
    found: dict[str, float] = json.loads((folder() / "made.json").read_text("utf-8"))
    return found


@cache
def vocabulary(language: str) -> list[str]:
    """The invented words of a language, commonest first after its function words."""
    random = np.random.default_rng([SEED, ord(language[0])])
    syllables, endings = _SYLLABLES[language].split(), _ENDINGS[language]
    words: dict[str, None] = dict.fromkeys(_FUNCTION[language].split())
    counts = random.integers(2, 5, 600_000)
    drawn, ends = random.integers(0, len(syllables), (600_000, 4)), random.integers(0, len(endings), 600_000)
    for count, row, end in zip(counts.tolist(), drawn.tolist(), ends.tolist(), strict=True):
        words["".join(syllables[at] for at in row[:count]) + endings[end]] = None
        if len(words) == 150_000:
            break
    return list(words)


def sentences(language: str, count: int, mean: int, random: np.random.Generator) -> list[str]:
    """Sentences of about ``mean`` words."""
    words = np.array(vocabulary(language), dtype=object)
    share = 1 / (np.arange(len(words)) + 2.7) ** 1.07
    lengths = np.maximum(4, random.lognormal(np.log(mean), 0.4, count).astype(int))
    place = np.searchsorted(np.cumsum(share / share.sum()), random.random(int(lengths.sum())))
    drawn = words[place.clip(0, len(words) - 1)]
    ends = np.cumsum(lengths)
    return [" ".join(drawn[end - length : end]).capitalize() + "." for end, length in zip(ends, lengths, strict=True)]


def _rows(path: Path) -> None:
    random = np.random.default_rng(SEED)
    names = [" ".join(w.capitalize() for w in pair) for pair in random.choice(vocabulary("fr")[100:9000], (40_000, 2))]
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, ROWS, _CHUNK):
            language = "fr" if (start // _CHUNK) % 2 else "en"
            count = min(_CHUNK, ROWS - start)
            texts, titles, summaries = (sentences(language, count, mean, random) for mean in (16, 9, 16))
            who = (random.zipf(1.3, count) - 1) % len(names)
            house = (random.zipf(1.5, count) - 1) % 200
            rating = random.integers(len(_RATINGS), size=count)
            day = random.integers(0, 20 * 365, size=count)
            for at in range(count):
                date = str(np.datetime64("2006-01-01") + day[at])
                row = {
                    "id": f"c{start + at}", "text": texts[at], "title": titles[at], "summary": summaries[at],
                    "claimant": names[who[at]], "publisher": f"Desk {house[at]}", "date": date,
                    "rating": _RATINGS[rating[at]], "language": language, "url": f"https://example.org/{start + at}",
                }  # fmt: skip
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _make(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    print(f"making a library of {ROWS:,} checks in {place} (once) …", file=sys.stderr, flush=True)
    _rows(place / "rows.jsonl")
    begun = time.perf_counter()
    opened = Desk.open(place / "library", reviewer="bench")
    done = archive.import_file(opened, place / "rows.jsonl").value
    assert done.taken == ROWS, done
    imported = time.perf_counter()
    matching.prepare(opened, meaning=False)
    figures = {"import": imported - begun, "index": time.perf_counter() - imported}
    (place / "made.json").write_text(json.dumps(figures), "utf-8")
    (place / "rows.jsonl").unlink()
    opened.close()


if __name__ == "__main__":
    desk().close()
