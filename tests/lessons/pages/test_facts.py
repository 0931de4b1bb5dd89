"""The fact ledger as visitors search it."""

import pytest

from lessons.ledger import Certainty
from lessons.library import load_ledger

LEDGER = load_ledger()
FLAMINGO = LEDGER["flamingo-without-a-head"]


@pytest.fixture
def facts(site):
    site.switch_page("lessons/pages/facts.py").run()
    assert not site.exception
    return site


def listed(app) -> list[str]:
    html = "".join(element.proto.body for element in app.get("html"))
    return [name for name in LEDGER if f'id="fact-{name}"' in html]


def test_page_lists_every_fact_and_where_it_is_used(facts):
    assert listed(facts) == list(LEDGER)
    assert f"There are {len(LEDGER)} facts." in "".join(part.value for part in facts.markdown)
    html = "".join(element.proto.body for element in facts.get("html"))
    assert html.count("Used in: ") == len(LEDGER)


def test_search_finds_words_in_any_order_and_case(facts):
    facts.text_input("lessons_facts_search").set_value("contest FLAMINGO 2024").run()
    assert listed(facts) == [FLAMINGO.id]
    facts.text_input("lessons_facts_search").set_value("no such words anywhere").run()
    assert listed(facts) == []
    assert "No fact fits." in "".join(part.value for part in facts.markdown)


@pytest.mark.parametrize("shown", ["reported", "unconfirmed"])
def test_facts_can_be_sorted_by_how_sure_we_are(facts, shown):
    facts.radio("lessons_facts_show").set_value(shown).run()
    wanted = [fact.id for fact in LEDGER.values() if fact.certainty is Certainty(shown)]
    assert listed(facts) == wanted
