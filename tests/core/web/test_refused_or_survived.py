"""Every row of what must be refused or survived, and the test that holds it.

The rows are ours to keep: an attack that is found later gets a row here and a test there. Rows of addresses name a form
that must stand in the list of closed addresses, where each form is tried directly and as a redirect.
"""

import ast
from pathlib import Path

import pytest

from tests.core.web import test_extract_suspect, test_fetch_hostile, test_fetch_tls
from tests.core.web.test_guard import CLOSED

HERE = Path(__file__).parent

ADDRESSES = {
    "127.0.0.1": "http://127.0.0.1:{p}/",
    "localhost, any case": "http://LOCALHOST:{p}/",
    "localhost with a trailing dot": "http://LocalHost.:{p}/",
    "127.1": "http://127.1:{p}/",
    "decimal": "http://2130706433:{p}/",
    "hex": "http://0x7f000001:{p}/",
    "octal": "http://0177.0.0.1:{p}/",
    "0": "http://0:{p}/",
    "0.0.0.0": "http://0.0.0.0:{p}/",
    "[::1]": "http://[::1]:{p}/",
    "[::]": "http://[::]:{p}/",
    "mapped IPv6": "http://[::ffff:127.0.0.1]:{p}/",
    "compatible IPv6": "http://[::127.0.0.1]:{p}/",
    "zone ids": "http://[fe80::1%25lo]:{p}/",
    "NAT64": "http://[64:ff9b::7f00:1]:{p}/",
    "6to4": "http://[2002:7f00:1::]:{p}/",
    "Teredo": "http://[2001:0:7f00:1::]:{p}/",
    "metadata of clouds": "http://169.254.169.254:{p}/latest/meta-data/",
    "metadata of other clouds": "http://100.100.100.200:{p}/",
    "metadata over IPv6": "http://[fd00:ec2::254]:{p}/",
    "metadata by name": "http://metadata.google.internal:{p}/",
    "10/8": "http://10.255.255.255:{p}/",
    "172.16/12": "http://172.31.255.255:{p}/",
    "192.168/16": "http://192.168.1.1:{p}/",
    "100.64/10": "http://100.64.0.1:{p}/",
    "multicast": "http://224.0.0.1:{p}/",
    "multicast IPv6": "http://[ff02::1]:{p}/",
    "reserved": "http://240.0.0.1:{p}/",
    "documentation": "http://203.0.113.9:{p}/",
    "documentation IPv6": "http://[2001:db8::1]:{p}/",
    "IDNA digits": "http://①②⑦.⓪.⓪.①:{p}/",
    "IDNA dots": "http://127。0。0。1:{p}/",
    "credentials": "http://user:pw@127.0.0.1:{p}/",
    "a backslash that splits parsers": "http://127.0.0.1:{p}\\@example.org/",
    "file:": "file:///etc/passwd",
    "ftp:": "ftp://127.0.0.1:{p}/",
    "data:": "data:text/html,x",
    "javascript:": "javascript:alert(1)",
}

TESTS = {
    "addresses, directly": "test_guard.test_a_closed_address_is_never_called",
    "addresses, by a redirect": "test_guard.test_a_redirect_to_a_closed_address_is_never_followed",
    "names with one bad record": "test_guard.test_a_name_with_one_closed_record_is_refused",
    "rebinding": "test_guard.test_a_name_is_looked_up_once_and_the_call_goes_to_what_was_checked",
    "rebinding behind a redirect": "test_guard.test_a_redirect_to_a_rebound_name_is_refused",
    "ports outside the web's": "test_guard.test_ports_that_are_not_the_webs_are_refused",
    "a host that the user allows by name": "test_guard.test_a_host_that_was_allowed_by_name_is_asked_and_no_other",
    "redirect loops": "test_fetch.test_redirect_loops_end",
    "redirects without end": "test_fetch.test_too_many_redirects_end",
    "drips and silence": "test_fetch_hostile.test_a_drip_ends_at_the_deadline",
    "endless bodies and heads": "test_fetch_hostile.test_a_flood_ends_at_the_cap",
    "lengths that are too long": "test_fetch_hostile.test_a_body_that_breaks_off_is_a_truncated_capture",
    "lengths that are too short": "test_fetch_hostile.test_a_length_too_short_ends_the_page_there",
    "lengths that are no number": "test_fetch_hostile.test_a_length_that_is_no_number_is_survived",
    "lengths beyond the cap": "test_fetch_hostile.test_a_length_beyond_the_cap_is_refused_at_once",
    "bombs, also packed twice": "test_fetch_hostile.test_a_bomb_is_stopped_and_kept",
    "a bomb in a redirect": "test_fetch_hostile.test_a_bomb_in_a_redirect_is_never_inflated",
    "double, corrupt and unknown encodings": "test_fetch_hostile.test_encodings_that_lie_or_break_are_flagged",
    "500 headers, broken status lines": "test_fetch_hostile.test_an_answer_that_makes_no_sense_is_told_and_kept",
    "chunks without end": "test_fetch_hostile.test_a_chunk_size_without_end_is_a_broken_body",
    "resets before the answer": "test_fetch_hostile.test_a_reset_before_the_answer_is_told",
    "resets in the body": "test_fetch_hostile.test_a_reset_in_the_body_is_a_truncated_capture",
    "TLS: self-signed, expired, wrong host": "test_fetch_tls.test_a_bad_certificate_is_refused_and_nothing_is_sent",
    "TLS: overridden once, recorded": "test_fetch_tls.test_a_person_may_accept_it_once_and_the_record_says_why_not_to",
    "TLS: the override does not last": "test_fetch_tls.test_accepting_is_for_one_capture",
    "cookies never cross hosts or captures": "test_fetch.test_cookies_stay_with_their_host_and_their_capture",
    "wrong charsets": "test_charset.test_the_rule_that_decides",
    "types that lie": "test_fetch.test_types_are_read_from_the_bytes",
    "nested tags": "test_extract_hostile.test_what_nests_deeper_than_parsers_follow_is_read_in_one_pass",
    "endless tags": "test_extract_hostile.test_a_million_tags_are_read_in_one_pass",
    "entity expansion": "test_extract_hostile.test_entities_do_not_expand",
    "markup that mutates into scripts": "test_extract_hostile.test_nothing_that_a_script_would_run_reaches_the_text",
    "3 MB of [ in JSON-LD": "test_extract_hostile.test_three_megabytes_of_brackets_in_json_ld",
    "hidden text": "test_extract_suspect.test_hidden_sentences_are_left_out_and_told",
    "soft 404, consent walls, bot pages": "test_extract_suspect.test_a_stub_says_why_it_is_not_the_article",
    "paywall stubs": "test_extract_suspect.test_the_beginning_of_an_article_behind_a_wall",
    "pages that hang the reader": "test_child.test_hostile_pages_end",
    "pages that fill the memory": "test_child.test_a_page_too_large_for_the_memory_does_not_take_the_program_along",
    "200 MB for all of it": "test_fetch_hostile.test_nothing_of_this_takes_200_megabytes",
    "bombs in office files": "test_files.test_bombs_are_not_opened",
    "file names: ../, NUL, reserved, long, bidi": "test_names.test_file_names",
    "titles: NUL, long, bidi": "test_names.test_titles",
}

CASES = {
    "header drip": (test_fetch_hostile.DRIPS, "head drip"),
    "body drip": (test_fetch_hostile.DRIPS, "body drip"),
    "silence": (test_fetch_hostile.DRIPS, "silence"),
    "endless body": (test_fetch_hostile.FLOODS, "endless body"),
    "500 headers": (test_fetch_hostile.BROKEN, "500 headers"),
    "broken status line": (test_fetch_hostile.BROKEN, "status in words"),
    "broken chunk": (test_fetch_hostile.CUT, "broken chunk size"),
    "self-signed": (test_fetch_tls.BAD, "self-signed"),
    "expired": (test_fetch_tls.BAD, "expired"),
    "wrong host": (test_fetch_tls.BAD, "wrong host"),
    **{why: (test_extract_suspect.STUBS, why) for why in ("soft-404", "consent", "bot", "login")},
}


@pytest.mark.parametrize("row", ADDRESSES)
def test_the_form_is_tried(row: str) -> None:
    assert ADDRESSES[row] in CLOSED


@pytest.mark.parametrize("row", TESTS)
def test_the_row_has_its_test(row: str) -> None:
    module, _, name = TESTS[row].partition(".")
    tree = ast.parse((HERE / f"{module}.py").read_text("utf-8"))
    (found,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert not any("mark.skip(" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in found.decorator_list)


@pytest.mark.parametrize("row", CASES)
def test_the_case_is_among_those_that_are_tried(row: str) -> None:
    cases, name = CASES[row]
    assert name in cases
