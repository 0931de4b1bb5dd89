import pytest

from tests.benchmarks.detector_photographs import photographer

COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: Ada
License: GPL-3+

Files: images/land/*
Copyright: Various
License: public-domain
 Donated.

Files:
 images/land/snow?10*
 images/land/sea*
Copyright: Grace (example.org)
License: CC-BY-SA-4.0
"""


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("images/land/sea3@2x.jpg", "Grace (example.org)"),
        ("images/land/snow 10@2x.jpg", "Grace (example.org)"),
        ("images/land/hill1@2x.jpg", "Various"),
        ("images/land/hill1-barbara@2x.jpg", "barbara"),
        ("images/ship/boat.png", "Ada"),
    ],
)
def test_photographer_is_the_mark_in_the_name_or_else_who_is_named_last(file, name):
    assert photographer(file, COPYRIGHT) == name
