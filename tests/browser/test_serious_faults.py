"""What the other tests here rely on: that axe finds a fault where there is one."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = '<html lang="en"><title>A page</title><main><h1>A page</h1>{part}</main></html>'
PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


@pytest.mark.parametrize(("rule", "faulty", "mended"), [
    ("image-alt", f'<img src="{PICTURE}">', f'<img src="{PICTURE}" alt="A hen">'),
    ("button-name", "<button></button>", "<button>Answer</button>"),
    (
        "color-contrast",
        '<p style="color: #bbb; background: #fff">Hard to read</p>',
        '<p style="color: #333; background: #fff">Easy to read</p>',
    ),
], ids=["picture", "button", "colours"])  # fmt: skip
def test_axe_finds_a_fault_and_nothing_once_it_is_mended(
    open_tab, serious_faults, rule, faulty, mended
):
    tab = open_tab()
    # The least that the site answers: a tab that asks for nothing is taken for a mistake.
    tab.goto("/_stcore/health")
    tab.set_content(PAGE.format(part=faulty))
    assert [fault.partition(":")[0] for fault in serious_faults(tab)] == [rule]
    tab.set_content(PAGE.format(part=mended))
    assert serious_faults(tab) == []
