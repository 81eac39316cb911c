"""How fast and how lean the splitter is, beside the bare parser.

The baseline of throughput and memory is the stock model read over the same paragraphs with ``nlp.pipe``: what anyone
would write who wants parsed sentences. Each side runs in a process of its own and is measured in CPU seconds, which a
shared machine disturbs less than the clock. The cold start is the whole command ``factcheck split``; its baseline is
``spacy.load("fr_core_news_sm")`` and a parse.
FACTCHECK_BENCH_WORDS makes the text longer or shorter than 100,000 words.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

from rows import Row

from factcheck.text.languages import pack
from factcheck.text.split import split

WORDS = int(os.environ.get("FACTCHECK_BENCH_WORDS", "100000"))
SAMPLE_WORDS = 350
SMALL = "fr_core_news_sm"
STOCK = {language: pack(language).parser("best") for language in ("fr", "en")}
PARAGRAPHS = {
    "fr": """Le conseil municipal de Marsan a adopté mardi le budget de {n}. Selon la maire, Claire Aubin, la dette a
baissé de {n} % depuis 2019, mais l'opposition affirme que le stade coûterait trois fois plus cher que prévu.
« Nous avons entendu les habitants. Le pont sera fermé {n} jours », a déclaré le préfet. Il a ajouté que les bus, qui
transportent 4 000 personnes, continueraient à circuler. Une enquête est ouverte.""",
    "en": """The council of Marsden passed its budget of {n} on Tuesday. According to the mayor, Clare Aubin, debt has
fallen by {n} percent since 2019, but the opposition says that the stadium would cost three times as much.
"We have listened to residents. The bridge will close for {n} days," the governor said. He added that buses, which
carry 4,000 people, would keep running. An inquiry has been opened.""",
}


def article(words: int, language: str) -> str:
    """A made-up article of at least so many words."""
    paragraphs: list[str] = []
    total = 0
    for n in count():
        if total >= words:
            break
        paragraphs.append(" ".join(PARAGRAPHS[language].split()).format(n=n % 97 + 2))
        total += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def measured(code: str) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) that a fresh process reports for what it timed itself."""
    done = subprocess.run([sys.executable, __file__, code], capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def best(code: str) -> tuple[float, float]:
    """The faster of two measurements: what else runs on the machine slows one of them."""
    return min(measured(code), measured(code))


def cpu() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(kind: str, language: str, words: int) -> tuple[float, float]:
    """One side over the text, after it was loaded and warmed."""
    text = article(words, language)
    if kind == "split":
        split(article(60, language), language=language)
        start = cpu()
        split(text, language=language, date="2023-05-02")
    else:
        nlp = importlib.import_module(STOCK[language]).load()
        list(nlp.pipe(article(60, language).split("\n\n")))
        start = cpu()
        for _ in nlp.pipe(text.split("\n\n"), batch_size=64):
            pass
    return cpu() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cold(*arguments: str) -> float:
    """CPU seconds of a whole Python process, start to end, the best of three."""
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def measure() -> list[Row]:
    """Throughput, growth, memory and cold start."""
    rows = []
    for language in PARAGRAPHS:
        own, own_mb = best(f"split {language} {WORDS}")
        bare, bare_mb = best(f"bare {language} {WORDS}")
        parse = "bare spaCy parse"
        rows.append(Row(f"split of {WORDS} words, {language}", own, "s", parse, bare, target=1.25))
        rows.append(Row(f"peak memory, {language}", own_mb, "MB", parse, bare_mb, target=1.3))
        if language == "fr":
            tenth, _ = best(f"split {language} {WORDS // 10}")
            rows.append(Row("time for 10 times the text", own, "s", "a tenth of the text", tenth, target=11))
    sample = article(SAMPLE_WORDS, "fr")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.txt"
        file.write_text(sample, encoding="utf-8")
        ours = cold("-m", "factcheck", "split", str(file), "--format", "json")
    stock = cold("-c", f"import spacy; spacy.load({SMALL!r})({sample!r})")
    rows.append(
        Row("cold `factcheck split`, one short article", ours, "s", "spacy.load and one parse", stock, target=0.25)
    )
    return rows


if __name__ == "__main__":
    kind, language, words = sys.argv[1].split()
    print(json.dumps(timed(kind, language, int(words))))
