"""The encoding of a page: bytes before labels, labels as browsers read them, and the rule that decided."""

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web import charset
from factcheck.web.charset import Charset, codec, detect
from tests.core.web.conftest import Fetch
from tests.core.web.site import Site

FRENCH = "<p>L’été dernier, près de 3 000 élèves ont reçu une réponse à Besançon ; c’est « très » peu.</p>"
RUSSIAN = "<p>Правительство заявило, что безработица снизилась до трёх процентов в этом году.</p>"
JAPANESE = "<p>政府は失業率が三パーセントまで下がったと発表しました。</p>"
CHINESE = "<p>政府表示今年失业率下降到百分之三，低于去年。</p>"
KOREAN = "<p>정부는 올해 실업률이 3퍼센트로 떨어졌다고 발표했다.</p>"
GREEK = "<p>Η κυβέρνηση ανακοίνωσε ότι η ανεργία μειώθηκε στο τρία τοις εκατό.</p>"


def of(data: bytes, declared: str | None = None, *, markup: bool = True, truncated: bool = False) -> Charset:
    return detect(lambda: iter([data]), declared, markup=markup, truncated=truncated)


@pytest.mark.parametrize(
    ("data", "declared", "name", "rule"),
    [
        (codecs.BOM_UTF8 + FRENCH.encode(), "iso-8859-1", "utf-8-sig", "bom"),
        (FRENCH.encode("utf-16"), "utf-8", "utf-16", "bom"),
        (codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"), None, "utf-16", "bom"),
        (codecs.BOM_UTF32_LE + FRENCH.encode("utf-32-le"), None, "utf-32", "bom"),
        (FRENCH.encode(), None, "utf-8", "utf-8"),
        (FRENCH.encode(), "iso-8859-1", "utf-8", "utf-8"),
        (FRENCH.encode(), "windows-1251", "utf-8", "utf-8"),
        (b"plain ascii", "windows-1251", "utf-8", "utf-8"),
        (b"", "windows-1251", "utf-8", "utf-8"),
        (FRENCH.encode("cp1252"), "iso-8859-1", "cp1252", "http"),
        (FRENCH.encode("cp1252"), "ISO_8859-1", "cp1252", "http"),
        (FRENCH.encode("cp1252"), ' "windows-1252" ', "windows-1252", "http"),
        (FRENCH.replace("’", "'").encode("iso-8859-15"), "iso-8859-15", "iso-8859-15", "http"),
        (RUSSIAN.encode("cp1251"), "windows-1251", "windows-1251", "http"),
        (RUSSIAN.encode("koi8-r"), "koi8-r", "koi8-r", "http"),
        (JAPANESE.encode("cp932"), "shift_jis", "cp932", "http"),
        (JAPANESE.encode("euc-jp"), "euc-jp", "euc-jp", "http"),
        (JAPANESE.encode("iso-2022-jp"), "iso-2022-jp", "iso-2022-jp", "http"),
        (CHINESE.encode("gb18030"), "gb2312", "gb18030", "http"),
        (CHINESE.encode("gbk"), "gbk", "gb18030", "http"),
        (KOREAN.encode("cp949"), "euc-kr", "cp949", "http"),
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), None, "windows-1251", "meta"),
        (b"<META CHARSET=windows-1251>" + RUSSIAN.encode("cp1251"), None, "windows-1251", "meta"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">' + RUSSIAN.encode("cp1251"),
            "nonsense",
            "windows-1251",
            "meta",
        ),
        (b'<?xml version="1.0" encoding="koi8-r"?>' + RUSSIAN.encode("koi8-r"), None, "koi8-r", "meta"),
        (b"<meta charset=iso-2022-jp>" + JAPANESE.encode("iso-2022-jp"), None, "iso-2022-jp", "meta"),
        (
            b'<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">' + RUSSIAN.encode("cp1251"),
            None,
            "windows-1251",
            "meta",
        ),
        # A label that the bytes contradict gives way to the next one.
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), "utf-8", "windows-1251", "meta"),
        (b'<meta charset="utf-8">' + FRENCH.encode("cp1252"), "windows-1252", "windows-1252", "http"),
        (JAPANESE.encode("cp932"), "euc-jp", "cp932", "guess"),
    ],
)  # fmt: skip
def test_the_rule_that_decides(data: bytes, declared: str | None, name: str, rule: str) -> None:
    found = of(data, declared)
    assert (found.name, found.rule, found.replacements) == (name, rule, 0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (RUSSIAN * 3, "cp1251"),
        (JAPANESE * 3, "euc-jp"),
        (CHINESE * 3, "gb18030"),
        (GREEK * 3, "cp1253"),
        (FRENCH, "cp1252"),
        ("Straße und Bürgermeister, größer als früher", "cp1252"),
        ("El año pasado, según la señora Muñoz, ¿qué pasó?", "cp1252"),
        ("«Voilà», dit-il : 5 € à Noël — c’est peu…", "cp1252"),
    ],
)
def test_without_labels_the_guess_reads_the_text(text: str, name: str) -> None:
    data = text.encode(name)
    found = of(data)
    assert found.rule == "guess"
    assert found.decode(data) == text


def test_a_few_faults_do_not_turn_utf8_into_something_else() -> None:
    data = (FRENCH * 20).encode()
    broken = data[:50] + b"\xff\xe9" + data[50:]
    for declared in (None, "utf-8", "iso-8859-1"):
        found = of(broken, declared)
        assert (found.name, found.rule, found.replacements) == ("utf-8", "utf-8-with-faults", 2)
    assert found.decode(broken).count("\ufffd") == 2


def test_replacements_that_stand_in_the_page_are_no_faults() -> None:
    data = ("\ufffd" * 9 + FRENCH).encode()
    assert of(data) == Charset("utf-8", "utf-8", 0)
    assert of(data + b"\xff", "utf-8").replacements == 1


def test_a_page_that_breaks_off_inside_a_character_is_still_utf8() -> None:
    data = FRENCH.encode()
    cut = data[: data.index("é".encode()) + 1]
    assert of(cut, truncated=True) == Charset("utf-8", "utf-8", 0)
    assert of(cut, "utf-8").rule != "utf-8"


@pytest.mark.parametrize(
    "label",
    [
        *("utf-7", "utf_7", "UTF7", "rot13", "hex", "base64", "idna", "punycode", "unicode_escape", "zlib", "bz2"),
        *("undefined", "mbcs", "oem", "charmap", "cp037", "utf-32", "", " ", "é", "x" * 5000, "\0", "../../etc"),
    ],
)
def test_labels_that_are_no_page_encoding_are_ignored(label: str) -> None:
    assert codec(label) is None
    assert of(b'<meta charset="' + label.encode() + b'">' + RUSSIAN.encode("cp1251"), label).name not in (
        label,
        "utf-7",
    )


def test_utf7_is_never_read_as_markup() -> None:
    data = b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    found = of(data, "utf-7")
    assert found.decode(data) == data.decode("ascii")


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-32"])
def test_a_declaration_inside_cannot_be_utf16(label: str) -> None:
    data = f'<meta charset="{label}">'.encode() + FRENCH.encode("cp1252")
    assert of(data, "windows-1252").rule == "http"
    assert "Besançon" in of(data, "windows-1252").decode(data)


def test_utf16_without_a_mark_needs_its_label() -> None:
    data = FRENCH.encode("utf-16-le")
    found = of(data, "utf-16le")
    assert found.rule == "http"
    assert found.decode(data) == FRENCH


def test_the_holes_of_windows_1252_are_control_characters() -> None:
    data = b"caf\xe9 \x81\x8d\x8f\x90\x9d"
    found = of(data, "iso-8859-1")
    assert found == Charset("cp1252", "http", 0)
    assert found.decode(data) == "café \x81\x8d\x8f\x90\x9d"


def test_a_declaration_in_plain_text_is_not_one() -> None:
    data = b'<meta charset="koi8-r">' + RUSSIAN.encode("cp1251")
    assert of(data, markup=False).rule == "guess"
    assert of(data).rule == "meta"


def test_binary_is_read_without_falling_over() -> None:
    for data in (bytes(range(256)) * 40, b"\xff" * 5000, b"\0" * 5000, b"\x1b$" * 900, b"\x80"):
        found = of(data)
        assert isinstance(found.decode(data), str)


@given(st.text(min_size=1))
def test_utf8_is_always_utf8(text: str) -> None:
    data = text.encode()
    found = of(data, "iso-8859-1")
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return
    assert found == Charset("utf-8", "utf-8", 0)
    assert found.decode(data) == text


@given(
    st.binary(max_size=400), st.sampled_from([None, "utf-8", "iso-8859-1", "shift_jis", "utf-16", "gbk", "big5", "x"])
)
def test_any_bytes_are_decoded_by_the_encoding_that_is_named(data: bytes, declared: str | None) -> None:
    found = of(data, declared)
    text = found.decode(data)
    if found.replacements == 0 and found.rule != "utf-8":
        genuine = data.count(b"\xef\xbf\xbd")
        assert text.count("\ufffd") <= genuine or found.rule in ("http", "meta")
    assert found.rule in ("bom", "utf-8", "utf-8-with-faults", "http", "meta", "guess")


@given(st.binary(max_size=300), st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_pieces_make_no_difference(data: bytes, sizes: list[int]) -> None:
    def pieces() -> Iterator[bytes]:
        at, turn = 0, 0
        while at < len(data):
            size = sizes[turn % len(sizes)]
            yield data[at : at + size]
            at, turn = at + size, turn + 1

    assert detect(pieces, "iso-8859-1") == of(data, "iso-8859-1")


def test_a_fetched_page_tells_how_it_was_read(site: Site, get: Fetch) -> None:
    site.page("/lies", FRENCH.encode("cp1252"), kind="text/html; charset=UTF-8")
    site.page("/quoted", RUSSIAN.encode("cp1251"), kind='text/html; x=y; Charset="windows-1251"')
    site.page("/faults", (FRENCH * 20).encode() + b"\xff", kind="text/html")
    site.page("/image", b"\x89PNG\r\n\x1a\n\0", kind="image/png")
    lies = get("/lies")
    assert lies.charset is not None
    assert lies.charset.rule == "guess"
    assert lies.text() == FRENCH
    assert lies.flags == ("guessed-charset",)
    assert get("/quoted").text() == RUSSIAN
    faults = get("/faults")
    assert faults.flags == ("replacements",)
    assert faults.text() == FRENCH * 20 + "\ufffd"
    assert get("/image").text() is None


def test_the_module_names_only_codecs_that_exist() -> None:
    for label, name in charset._WIDER.items():
        assert codec(label) == name
        codecs.lookup(name)
