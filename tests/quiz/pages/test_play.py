import re
import shutil
import sqlite3
from contextlib import closing, contextmanager
from datetime import date
from urllib.parse import parse_qs

import pytest

from quiz import store as store_module
from quiz.installed import FOLDER_SETTING, SHIPPED
from quiz.item import Family
from quiz.pages.resources import item_of
from quiz.scoring import Answer, Choice
from quiz.session import ItemKey
from quiz.text import text

PLAY = "quiz/pages/play.py"
RIGHT_SURE = 4


@pytest.fixture
def play(open_page):
    """The page with a round just started."""
    app = open_page(PLAY)
    app.button(key="quiz-start").click().run()
    return app


def _round(store, app):
    return store.load_round(app.query_params["round"])


def _answer(app, choice, confidence):
    question, sureness = app.radio
    question.set_value(choice)
    sureness.set_value(confidence)
    _press_answer(app)


@contextmanager
def _locked(folder, store, monkeypatch):
    """Let another program hold the database."""
    # The connection that the store has waits for seconds; a new one for none.
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    store.close()
    with closing(sqlite3.connect(folder / "answers.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def _press_answer(app):
    labels = text("answer"), text("answer-form")
    next(b for b in app.button if b.label in labels).click().run()
    assert not app.exception


def _right(item):
    return Choice.REAL if item.is_real else Choice.FAKE


def _wrong(item):
    return Choice.FAKE if item.is_real else Choice.REAL


def test_invitation_promises_no_clock(open_page, words):
    shown = words(open_page(PLAY))
    assert "no clock" in shown
    assert not re.search(r"\b(timer|seconds left|lives|score)\b", shown)


def test_start_puts_an_unguessable_round_into_the_address(play, store):
    assert re.fullmatch(r"[\w-]{22}", play.query_params["round"])
    assert play.query_params["picture"] == "1"
    assert play.title[0].value == "Picture 1 of 10"
    assert len(_round(store, play).items) == 10


def test_question_shows_the_picture_and_nothing_of_its_answer(play, store, words):
    item = item_of(_round(store, play).items[0])
    shown = words(play)
    assert item.picture.name in shown
    assert item.alt in shown
    for secret in (item.why, item.description, *(region.reason for region in item.regions)):
        assert secret not in shown
    if item.original:
        assert item.original.name not in shown
        assert item.mask.name not in shown


def test_incomplete_answer_is_asked_for_and_not_stored(play, store, words):
    play.radio[0].set_value(Choice.REAL)
    _press_answer(play)
    assert text("answer-incomplete") in words(play)
    assert _round(store, play).answers == {}


def test_answer_is_stored_and_then_explained(play, store, words):
    item = item_of(_round(store, play).items[0])
    _answer(play, _right(item), RIGHT_SURE)
    assert _round(store, play).answers == {0: Answer(_right(item), RIGHT_SURE)}
    shown = words(play)
    assert play.success[0].value.startswith("**Right")
    assert item.why in shown
    assert all(region.reason in shown for region in item.regions)
    assert all(check in shown for check in item.check)
    assert all(credit.author in shown and credit.title in shown for credit in item.credits)


def test_wrong_answer_is_told_without_blame(play, store):
    item = item_of(_round(store, play).items[0])
    _answer(play, _wrong(item), 5)
    assert not play.success
    assert play.info[0].value.startswith("**Not this time")


def test_fake_is_shown_beside_the_untouched_photograph(open_page, store, words):
    app = open_page(PLAY)
    app.button(key="quiz-start").click().run()
    current = _round(store, app)
    for position, key in enumerate(current.items):
        item = item_of(key)
        _answer(app, Choice.FAKE, 3)
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
    item = item_of(_round(store, play).items[0])
    _answer(play, Choice.REAL, 2)
    token = play.query_params["round"]
    again = open_page(PLAY, round=token, picture="1")
    assert item.why in words(again)
    assert not again.radio


def test_reload_before_an_answer_shows_the_same_picture(play, store, open_page, words):
    item = item_of(_round(store, play).items[0])
    again = open_page(PLAY, round=play.query_params["round"], picture="1")
    assert item.picture.name in words(again)
    assert len(again.radio) == 2


@pytest.mark.parametrize("asked", ["2", "10", "99", "0", "-3", "abc", "", "9" * 5000])
def test_address_cannot_reach_beyond_the_next_picture(play, open_page, asked):
    again = open_page(PLAY, round=play.query_params["round"], picture=asked)
    assert again.title[0].value == "Picture 1 of 10"


MEASURING = 'format = 1\nid = "measuring"\ntitle = "M"\nlanguage = "en"\n[forms]\ntrial = [{}]\n'


@pytest.fixture
def trial(tmp_path, monkeypatch) -> list[str]:
    """The items of a form, of a pack that was installed."""
    starter, folder = SHIPPED / "starter", tmp_path / "packs" / "measuring"
    (folder / "items").mkdir(parents=True)
    chosen = ("hillside-sheep", "garden-hens", "drum-kit")
    (folder / "pack.toml").write_text(MEASURING.format(", ".join(map(repr, chosen))))
    for name in chosen:
        shutil.copy(starter / "items" / f"{name}.toml", folder / "items")
    shutil.copytree(starter / "media", folder / "media")
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    return sorted(chosen)


def test_link_to_a_form_starts_a_round_of_its_pictures(trial, open_page, store, words):
    app = open_page(PLAY, form="trial")
    assert "Form TRIAL" in words(app)
    assert "You will see 3 pictures." in words(app)
    app.button(key="quiz-start").click().run()
    assert app.title[0].value == "Picture 1 of 3"
    assert "Form TRIAL" in words(app)
    assert sorted(key.item for key in _round(store, app).items) == trial
    assert {key.pack for key in _round(store, app).items} == {"measuring"}


def test_end_of_a_form_names_it_and_a_usual_round_may_follow(trial, open_page, store, words):
    app = open_page(PLAY, form="trial")
    app.button(key="quiz-start").click().run()
    for key in _round(store, app).items:
        _answer(app, _right(item_of(key)), 5)
    assert app.title[0].value == text("summary-title")
    assert "Form TRIAL" in words(app)
    app.button(key="quiz-start").click().run()
    assert app.title[0].value == "Picture 1 of 10"
    assert "Form TRIAL" not in words(app)


@pytest.fixture
def form(trial, open_page):
    """The page with a form just started."""
    app = open_page(PLAY, form="trial")
    app.button(key="quiz-start").click().run()
    return app


def _secrets(item):
    return item.why, item.description, text("outcome-hit")[:10], text("outcome-miss")[:10]


def test_form_reveals_no_answer_before_its_end(form, store, open_page, words):
    items = [item_of(key) for key in _round(store, form).items]
    token = form.query_params["round"]
    for position, item in enumerate(items[:-1]):
        _answer(form, _right(item), 5)
        assert form.title[0].value == f"Picture {position + 2} of 3"
        assert len(form.radio) == 2
        assert not form.warning
        for app in (form, open_page(PLAY, round=token, picture=str(position + 1))):
            assert not [secret for secret in _secrets(item) if secret in words(app)]
    again = open_page(PLAY, round=token, picture="1")
    assert again.info[0].value == text("form-answered")
    again.button(key="quiz-go-on").click().run()
    assert again.title[0].value == "Picture 3 of 3"


def test_form_explains_every_answer_at_its_end(form, store, words):
    items = [item_of(key) for key in _round(store, form).items]
    for _ in items:
        _answer(form, Choice.FAKE, 3)
    reals = sum(item.is_real for item in items)
    assert f"{text('summary-believed')}: 0 / {reals}" in words(form)
    form.button(key="quiz-answers").click().run()
    for position, item in enumerate(items):
        assert form.title[0].value == f"Picture {position + 1} of 3"
        assert item.why in words(form)
        form.button(key=f"quiz-next-{position}").click().run()
    assert form.title[0].value == text("summary-title")


def test_incomplete_answer_of_a_form_promises_no_answer_yet(form, store, words):
    form.radio[0].set_value(Choice.REAL)
    _press_answer(form)
    assert text("answer-incomplete-form") in words(form)
    assert _round(store, form).answers == {}


def test_link_to_a_form_promises_the_answers_for_its_end(trial, open_page, words):
    assert text("form-promise") in words(open_page(PLAY, form="trial"))
    assert text("form-promise") not in words(open_page(PLAY))
    assert text("quiz-promise") in words(open_page(PLAY))


@pytest.fixture
def mixed(trial, store) -> str:
    """The token of a round with an answer to one of two pictures of a pack installed later."""
    keys = [ItemKey("measuring", name) for name in trial[:2]]
    keys += [ItemKey("starter", name) for name in ("alpaca-profile", "alpine-goat")]
    token = store.start_round(keys, date(2026, 11, 22))
    store.record(token, 0, Answer(Choice.REAL, 3))
    return token


def test_round_goes_on_without_pictures_of_a_pack_that_was_removed(
    mixed, tmp_path, monkeypatch, open_page, store, words
):
    shutil.rmtree(tmp_path / "packs" / "measuring")
    app = open_page(PLAY, round=mixed, picture="2")
    assert text("round-gone", {"gone": 2, "left": 2}) in words(app)
    assert text("round-unknown") not in words(app)
    assert len(store.load_round(mixed).items) == 4
    with _locked(tmp_path, store, monkeypatch):
        app.button(key="quiz-leave-out").click().run()
        assert [error.value for error in app.error] == [text("round-not-stored")]
    app.button(key="quiz-leave-out").click().run()
    assert app.title[0].value == "Picture 1 of 2"
    for position in range(2):
        _answer(app, Choice.REAL, 3)
        app.button(key=f"quiz-next-{position}").click().run()
    assert app.title[0].value == text("summary-title")


def test_round_of_removed_pictures_only_is_told_and_not_offered_again(
    form, tmp_path, open_page, store, words
):
    token = form.query_params["round"]
    shutil.rmtree(tmp_path / "packs" / "measuring")
    form.run()
    assert text("round-gone", {"gone": 3, "left": 0}) in words(form)
    assert [button.key for button in form.button] == ["quiz-start"]
    form.query_params.clear()
    form.switch_page("lessons/page.py").run()
    form.switch_page(PLAY).run()
    assert [button.key for button in form.button] == ["quiz-start"]
    assert store.load_round(token)


def test_link_from_a_lesson_starts_a_round_of_its_sort(open_page, store, words):
    app = open_page(PLAY, kinds="splice,removal", families="no-such-family")
    assert text("practice-invitation") in words(app)
    app.button(key="quiz-start").click().run()
    items = [item_of(key) for key in _round(store, app).items]
    fakes = [item for item in items if not item.is_real]
    assert len(items) == 10
    assert 4 <= len(fakes) <= 6
    assert {item.kind for item in fakes} == {"splice", "removal"}
    assert app.title[0].value == "Picture 1 of 10"


def test_link_to_an_unknown_form_gets_one_clear_sentence(open_page, words):
    app = open_page(PLAY, form="z")
    assert text("form-unknown") in words(app)
    app.button(key="quiz-start").click().run()
    assert app.title[0].value == "Picture 1 of 10"


def test_unknown_round_gets_one_clear_sentence(open_page, words):
    app = open_page(PLAY, round="not-a-round-anyone-has")
    assert text("round-unknown") in words(app)
    assert app.button(key="quiz-start")


def test_summary_counts_real_and_fake_apart_and_shows_what_was_missed(play, store, words):
    items = [item_of(key) for key in _round(store, play).items]
    missed = items[3]
    for position, item in enumerate(items):
        _answer(play, _wrong(item) if item is missed else _right(item), 5 if position < 5 else 1)
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
    items = [item_of(key) for key in _round(store, play).items]
    # Every fake is caught but the first one with a clue, every real picture is doubted.
    missed = next(item for item in items if item.regions and not item.is_real)
    for position, item in enumerate(items):
        _answer(play, Choice.REAL if item is missed else Choice.FAKE, 3)
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
    for position, key in enumerate(_round(store, play).items):
        _answer(play, _right(item_of(key)), 5)
        play.button(key=f"quiz-next-{position}").click().run()
    play.button(key="quiz-start").click().run()
    assert play.query_params["round"] != first
    assert play.title[0].value == "Picture 1 of 10"


def test_round_left_for_another_page_can_be_gone_on_with(play, store):
    token = play.query_params["round"]
    _answer(play, Choice.REAL, 3)
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
    with _locked(tmp_path, store, monkeypatch):
        app.button(key="quiz-start").click().run()
        assert [error.value for error in app.error] == [text("round-not-stored")]
    app.button(key="quiz-start").click().run()
    assert not app.error
    with _locked(tmp_path, store, monkeypatch):
        _answer(app, Choice.REAL, 3)
        assert [error.value for error in app.error] == [text("answer-not-stored")]
        assert [radio.value for radio in app.radio] == [Choice.REAL, 3]
    _press_answer(app)
    assert not app.error
    assert _round(store, app).answers == {0: Answer(Choice.REAL, 3)}


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
    for position, key in enumerate(_round(store, play).items):
        item = item_of(key)
        mistaken = left[item.is_real] > 0
        left[item.is_real] -= mistaken
        _answer(play, _wrong(item) if mistaken else _right(item), 3)
        play.button(key=f"quiz-next-{position}").click().run()
    assert text(said) in words(play)
