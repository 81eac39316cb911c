"""Names from strangers: no path, no device, no disguise, not too long, and still readable."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web.names import LONGEST, safe_name, safe_title


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\cmd.exe", "cmd.exe"),
        ("/absolute/path.txt", "path.txt"),
        ("C:\\temp\\x.doc", "x.doc"),
        ("C:x.doc", "C_x.doc"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("   ", "file"),
        ("///", "file"),
        ("???", "file"),
        ("a\0b.txt", "ab.txt"),
        ("line\nbreak\t.txt", "linebreak.txt"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("com1", "_com1"),
        ("COM¹.log", "_COM¹.log"),
        ("console.log", "console.log"),
        ("trailing.", "trailing"),
        ("trailing ", "trailing"),
        (".hidden", "hidden"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u2066b\u2069\u200f.txt", "ab.txt"),
        ('a<b>:c"d|e?f*.txt', "a_b_c_d_e_f_.txt"),
        ("e\u0301te\u0301.odt", "été.odt"),
        ("报告 2024.pdf", "报告 2024.pdf"),
        ("🙂.png", "🙂.png"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("é" * 300 + ".pdf", "é" * 58 + ".pdf"),
        ("a." + "b" * 300, "a." + "b" * 118),
    ],
)
def test_file_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=400))
def test_any_name_can_be_written_where_it_should_be(name: str) -> None:
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert Path("/folder", safe).parent == Path("/folder")
    assert safe not in ("", ".", "..")
    assert len(safe.encode("utf-8")) <= LONGEST + 1
    assert not set(safe) & set('<>:"/\\|?*')
    assert all(unicodedata.category(c)[0] != "C" for c in safe)


def test_a_name_is_cut_between_characters_with_its_suffix_kept() -> None:
    assert safe_name("é" * 1_000_000 + ".pdf") == "é" * ((LONGEST - 4) // 2) + ".pdf"
    assert safe_name("a" + "é" * 100 + ".pdf") == "a" + "é" * ((LONGEST - 5) // 2) + ".pdf"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("  A\n title\twith   spaces ", "A title with spaces"),
        ("pay\u202ecod.exe", "paycod.exe"),
        ("a\u2067b\u2069c", "abc"),
        ("nul\0 and bell\a", "nul and bell"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬 found", "👩\u200d🔬 found"),
        ("lone \ud800 half", "lone half"),
        ("x" * 301, "x" * 299 + "…"),
        ("", ""),
    ],
)
def test_titles(title: str, shown: str) -> None:
    assert safe_title(title) == shown
