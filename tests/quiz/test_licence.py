import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.licence import (
    ACCEPTED,
    OUR_LICENCE,
    OWN_WORDS,
    SHARE_ALIKE,
    adapted_licence,
    licence_address,
)


@given(st.lists(st.sampled_from(sorted(ACCEPTED - SHARE_ALIKE))))
def test_adapted_licence_is_ours_where_no_source_binds(licences):
    assert adapted_licence(licences) == OUR_LICENCE


@given(
    st.lists(st.sampled_from(sorted(ACCEPTED))),
    st.lists(st.sampled_from(sorted(SHARE_ALIKE)), min_size=1),
)
def test_adapted_licence_is_the_latest_share_alike_version(others, binding):
    versions = [licence.rpartition("-")[2] for licence in others + binding if "-SA-" in licence]
    assert adapted_licence(others + binding) == f"CC-BY-SA-{max(versions)}"


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "GFDL-1.2", "cc0-1.0", ""])
def test_adapted_licence_refuses_what_is_not_accepted(licence):
    with pytest.raises(ValueError, match="not an accepted licence"):
        adapted_licence(["CC0-1.0", licence])


@pytest.mark.parametrize(
    ("licence", "path"),
    [
        ("public-domain", "publicdomain/mark/1.0/"),
        ("CC0-1.0", "publicdomain/zero/1.0/"),
        ("CC-BY-2.5", "licenses/by/2.5/"),
        ("CC-BY-SA-4.0", "licenses/by-sa/4.0/"),
    ],
)
def test_licence_address_is_the_page_of_that_version(licence, path):
    assert licence_address(licence) == f"https://creativecommons.org/{path}"


def test_permission_in_own_words_is_pinned_to_a_commit():
    assert OWN_WORDS
    for address in OWN_WORDS.values():
        assert re.search(r"/blob/[0-9a-f]{40}/LICENSE$", address)


def test_licence_address_differs_for_every_accepted_licence():
    assert len({licence_address(licence) for licence in ACCEPTED}) == len(ACCEPTED)
