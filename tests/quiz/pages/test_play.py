import re
from urllib.parse import parse_qs

import pytest

from quiz.item import Family
from quiz.pages.resources import item_of
from quiz.scoring import Answer, Choice
from quiz.text import text
from tests.quiz.pages.answering import PLAY, answer, locked, press_answer, right, round_of, wrong

RIGHT_SURE = 4


@pytest.fixture
def play(open_page):
    """The page with a round just started."""
    app = open_page(PLAY)
    app.button(key="quiz-start").click().run()
    return app


def test_invitation_promises_no_clock(open_page, words):
    shown = words(open_page(PLAY))
    assert "no clock" in shown
    assert not re.search(r"\b(timer|seconds left|lives|score)\b", shown)


def test_start_puts_an_unguessable_round_into_the_address(play, store):
    assert re.fullmatch(r"[\w-]{22}", play.query_params["round"])
    assert play.query_params["picture"] == "1"
    assert play.title[0].value == "Picture 1 of 10"
    assert len(round_of(store, play).items) == 10


def test_question_shows_the_picture_and_nothing_of_its_answer(play, store, words):
    item = item_of(round_of(store, play).items[0])
    shown = words(play)
    assert item.picture.name in shown
    assert item.alt in shown
    for secret in (item.why, item.description, *(region.reason for region in item.regions)):
        assert secret not in shown
    if item.original:
        assert item.original.name not in shown
        assert item.mask.name not in shown


def test_answer_is_stored_and_then_explained(play, store, words):
    item = item_of(round_of(store, play).items[0])
    answer(play, right(item), RIGHT_SURE)
    assert round_of(store, play).answers == {0: Answer(right(item), RIGHT_SURE)}
    shown = words(play)
    assert play.success[0].value.startswith("**Right")
    assert item.why in shown
    assert all(region.reason in shown for region in item.regions)
    assert all(check in shown for check in item.check)
    assert all(credit.author in shown and credit.title in shown for credit in item.credits)


def test_wrong_answer_is_told_without_blame(play, store):
    item = item_of(round_of(store, play).items[0])
    answer(play, wrong(item), 5)
    assert not play.success
    assert play.info[0].value.startswith("**Not this time")


def test_fake_is_shown_beside_the_untouched_photograph(open_page, store, words):
    app = open_page(PLAY)
    app.button(key="quiz-start").click().run()
    current = round_of(store, app)
    for position, key in enumerate(current.items):
        item = item_of(key)
        answer(app, Choice.FAKE, 3)
        shown = words(app)
        if item.kind.is_edit:
            assert item.picture.name in shown
            assert item.original.name in shown
            assert item.made in shown
            return
        assert text("compare") not in shown
        app.button(key=f"quiz-next-{position}").click().run()
        assert app.query_params["picture"] == str(position + 2)
    pytest.fail("the round held no edited picture")


def test_reload_after_an_answer_shows_the_answer_again(play, store, open_page, words):
    item = item_of(round_of(store, play).items[0])
    answer(play, Choice.REAL, 2)
    token = play.query_params["round"]
    again = open_page(PLAY, round=token, picture="1")
    assert item.why in words(again)
    assert not again.radio


def test_reload_before_an_answer_shows_the_same_picture(play, store, open_page, words):
    item = item_of(round_of(store, play).items[0])
    again = open_page(PLAY, round=play.query_params["round"], picture="1")
    assert item.picture.name in words(again)
    assert len(again.radio) == 2


@pytest.mark.parametrize("asked", ["2", "10", "99", "0", "-3", "abc", "", "9" * 5000])
def test_address_cannot_reach_beyond_the_next_picture(play, open_page, asked):
    again = open_page(PLAY, round=play.query_params["round"], picture=asked)
    assert again.title[0].value == "Picture 1 of 10"


def test_link_from_a_lesson_starts_a_round_of_its_sort(open_page, store, words):
    app = open_page(PLAY, kinds="splice,removal", families="no-such-family")
    assert text("practice-invitation") in words(app)
    app.button(key="quiz-start").click().run()
    items = [item_of(key) for key in round_of(store, app).items]
    fakes = [item for item in items if not item.is_real]
    assert len(items) == 10
    assert 4 <= len(fakes) <= 6
    assert {item.kind for item in fakes} == {"splice", "removal"}
    assert app.title[0].value == "Picture 1 of 10"


def test_unknown_round_gets_one_clear_sentence(open_page, words):
    app = open_page(PLAY, round="not-a-round-anyone-has")
    assert text("round-unknown") in words(app)
    assert app.button(key="quiz-start")


def test_summary_counts_real_and_fake_apart_and_shows_what_was_missed(play, store, words):
    items = [item_of(key) for key in round_of(store, play).items]
    missed = items[3]
    for position, item in enumerate(items):
        answer(play, wrong(item) if item is missed else right(item), 5 if position < 5 else 1)
        play.button(key=f"quiz-next-{position}").click().run()
    shown = words(play)
    reals = sum(item.is_real for item in items)
    believed = reals - missed.is_real
    caught = 10 - reals - (not missed.is_real)
    assert f"{text('summary-believed')}: {believed} / {reals}" in shown
    assert f"{text('summary-caught')}: {caught} / {10 - reals}" in shown
    assert "**Certain**: right 4 of 5 times" in shown
    assert "**Just guessing**: right 5 of 5 times" in shown
    assert "The picture you missed" in shown
    assert missed.why in shown
    # No quoted name, as Python would print it; a possessive such as a leopard's is no such thing.
    assert not re.search(r"\bd'", shown)
    assert "picture" not in play.query_params


def test_summary_tells_the_results_by_kind_of_clue_and_leads_to_the_pictures(
    play, store, open_page
):
    token = play.query_params["round"]
    items = [item_of(key) for key in round_of(store, play).items]
    # Every fake is caught but the first one with a clue, every real picture is doubted.
    missed = next(item for item in items if item.regions and not item.is_real)
    for position, item in enumerate(items):
        answer(play, Choice.REAL if item is missed else Choice.FAKE, 3)
        play.button(key=f"quiz-next-{position}").click().run()

    told = {}
    for link in play.get("page_link"):
        address = parse_qs(link.proto.query_string)
        if "clue" in address:
            assert address["round"] == [token]
            told[address["clue"][0]] = link.proto.label
    expected = {}
    for family in Family:
        with_clue = [item for item in items if family in {r.family for r in item.regions}]
        fakes = [item for item in with_clue if not item.is_real]
        reals = len(with_clue) - len(fakes)
        parts = []
        if fakes:
            caught = len(fakes) - (missed in fakes)
            parts.append(
                f"{caught} of {len(fakes)} {'fake' if len(fakes) == 1 else 'fakes'} caught"
            )
        if reals:
            parts.append(f"0 of {reals} real {'picture' if reals == 1 else 'pictures'} believed")
        if parts:
            expected[family.value] = f"**{text(f'clue-{family}')}:** {' · '.join(parts)}"
    assert told == expected
    assert not any("%" in line for line in told.values())

    for clue in told:
        gallery = open_page("quiz/pages/gallery.py", round=token, clue=clue)
        shown = sum(button.key.startswith("gallery-open-") for button in gallery.button)
        assert shown == sum(clue in {r.family for r in item.regions} for item in items)


def test_another_round_can_follow(play, store):
    first = play.query_params["round"]
    for position, key in enumerate(round_of(store, play).items):
        answer(play, right(item_of(key)), 5)
        play.button(key=f"quiz-next-{position}").click().run()
    play.button(key="quiz-start").click().run()
    assert play.query_params["round"] != first
    assert play.title[0].value == "Picture 1 of 10"


def test_round_left_for_another_page_can_be_gone_on_with(play, store):
    token = play.query_params["round"]
    answer(play, Choice.REAL, 3)
    play.query_params.clear()
    play.switch_page("lessons/page.py").run()
    play.switch_page(PLAY).run()
    play.button(key="quiz-go-on").click().run()
    assert play.query_params["round"] == token
    assert play.title[0].value == "Picture 2 of 10"


def test_round_opened_by_its_address_can_be_gone_on_with_too(play, open_page):
    # As after a reload, which begins a new session.
    again = open_page(PLAY, round=play.query_params["round"], picture="1")
    again.query_params.clear()
    again.switch_page("lessons/page.py").run()
    again.switch_page(PLAY).run()
    assert again.button(key="quiz-go-on").label == text("go-on", {"number": 1})


def test_answer_that_cannot_be_stored_is_told_and_the_choices_stay(
    tmp_path, monkeypatch, open_page, store, words
):
    app = open_page(PLAY)
    with locked(tmp_path, store, monkeypatch):
        app.button(key="quiz-start").click().run()
        assert [error.value for error in app.error] == [text("round-not-stored")]
    app.button(key="quiz-start").click().run()
    assert not app.error
    with locked(tmp_path, store, monkeypatch):
        answer(app, Choice.REAL, 3)
        assert [error.value for error in app.error] == [text("answer-not-stored")]
        assert [radio.value for radio in app.radio] == [Choice.REAL, 3]
    press_answer(app)
    assert not app.error
    assert round_of(store, app).answers == {0: Answer(Choice.REAL, 3)}


def test_nothing_is_offered_to_go_on_with_before_a_round_or_after_it(open_page):
    app = open_page(PLAY)
    assert [button.label for button in app.button] == [text("start")]


@pytest.mark.parametrize(
    ("wrong_reals", "wrong_fakes", "said"),
    [
        (0, 0, "balance-all-right"),
        (1, 1, "balance-even"),
        (0, 3, "balance-trusting"),
        (3, 0, "balance-suspicious"),
        (3, 3, "balance-many"),
    ],
)
def test_summary_says_which_way_the_mistakes_went(
    play, store, words, wrong_reals, wrong_fakes, said
):
    left = {True: wrong_reals, False: wrong_fakes}
    for position, key in enumerate(round_of(store, play).items):
        item = item_of(key)
        mistaken = left[item.is_real] > 0
        left[item.is_real] -= mistaken
        answer(play, wrong(item) if mistaken else right(item), 3)
        play.button(key=f"quiz-next-{position}").click().run()
    assert text(said) in words(play)
