from tests.conftest import words_of


def test_accuracy_is_shown_with_its_intervals_and_how_it_was_measured(page):
    shown = page.component("figures")["props"]["value"]
    said = words_of(shown)
    assert "November 24, 2026, with 20 real photographs and 30 pictures made" in said
    assert "Saved as JPEG, quality 90 50 pictures 80% (70% to 90%)" in said
    assert "Real photographs: no sign found 20 pictures 90% (70% to 100%)" in said
    assert "All pictures known only as small previews 9 pictures 60%" in said
    assert "flux1 dev, small previews 9 pictures 60%" in said
    assert "Photographs whose detail was made anew: quantised 9 pictures 60%" in said
    assert "--value: 0.8; --low: 0.7; --high: 0.9" in shown
    assert "To measure again: python -m bench" in said
