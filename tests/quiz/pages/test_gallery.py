import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from quiz.gallery import PAGE_LENGTH
from quiz.installed import FOLDER_SETTING
from quiz.item import Kind
from quiz.pages.facilitator import CODE_SETTING
from quiz.pages.resources import item_of, name_of, packs
from quiz.scoring import Answer, Choice
from quiz.session import ItemKey, draw_round
from quiz.text import text

GALLERY = "quiz/pages/gallery.py"
PLAY = "quiz/pages/play.py"
CODE = "open sesame now"


def _round(store, answered):
    items = draw_round(list(packs().values()), random.Random(7))
    token = store.start_round(items, date(2026, 11, 22))
    for position in range(answered):
        store.record(token, position, Answer(Choice.REAL, 3))
    return token, items


@pytest.fixture
def finished(store):
    return _round(store, 10)


@pytest.fixture
def open_gallery(open_page, finished):
    """The gallery after a round."""

    def open_(**address):
        return open_page(GALLERY, round=finished[0], **address)

    return open_


def _listed(app):
    return [
        button.key.removeprefix("gallery-open-")
        for button in app.button
        if button.key.startswith("gallery-open-")
    ]


def _address(key):
    return f"{key.pack}.{key.item}"


def _practice():
    return {ItemKey(pack.id, item.id) for pack in packs().values() for item in pack.practice}


def _choose(app, name, value):
    app.selectbox(key=f"gallery-{name}").set_value(value).run()
    assert not app.exception


def _assert_closed(app, words):
    shown = words(app)
    assert text("gallery-closed") in shown
    assert _listed(app) == []
    assert "/thumbnails/" not in shown
    assert "/pictures/" not in shown


def test_gallery_is_closed_before_a_round(open_page, words):
    _assert_closed(open_page(GALLERY, show="all"), words)


@pytest.mark.parametrize("answered", [0, 9])
def test_gallery_is_closed_while_the_round_lasts(open_page, store, words, answered):
    token, items = _round(store, answered)
    _assert_closed(open_page(GALLERY, round=token, item=_address(items[0]), show="all"), words)


def test_gallery_is_closed_to_a_round_nobody_knows(open_page, words):
    _assert_closed(open_page(GALLERY, round="not-a-round-anyone-has"), words)


def test_first_only_the_pictures_of_the_round_are_shown(open_gallery, finished):
    assert set(_listed(open_gallery())) == set(map(_address, finished[1]))


def test_all_pictures_come_with_a_plain_warning(open_gallery, words):
    app = open_gallery()
    assert text("gallery-warning") not in words(app)
    app.radio(key="gallery-show").set_value("all").run()
    assert app.query_params["show"] == "all"
    shown = words(app)
    assert text("gallery-warning") in shown
    assert text("gallery-count", {"n": len(_practice())}) in shown
    assert len(_listed(app)) == PAGE_LENGTH


def test_round_just_finished_opens_the_gallery_by_its_link_and_by_the_navigation(
    open_page, store, words
):
    token, _ = _round(store, 10)
    app = open_page(PLAY, round=token)
    (link,) = [link for link in app.get("page_link") if link.proto.label == text("gallery-link")]
    assert (link.proto.page, link.proto.query_string) == ("gallery", f"round={token}")
    app.query_params.clear()
    app.switch_page(GALLERY).run()
    assert len(_listed(app)) == 10
    assert app.query_params["round"] == token


def _hidden(store, token, met):
    """Return what must not be browsed while a round is under way, its pictures' siblings too."""
    waiting = set(store.load_round(token).items) - set(met)
    awaited = {source for key in waiting for source in item_of(key).sources}
    return {key for key in _practice() if item_of(key).sources & awaited} - set(met)


@pytest.mark.parametrize("reloaded", [False, True])
def test_pictures_of_a_round_under_way_are_not_given_away(
    open_page, store, finished, words, reloaded
):
    app = open_page(PLAY)
    app.button(key="quiz-start").click().run()
    if reloaded:
        app = open_page(PLAY, round=app.query_params["round"], picture="1")
    hidden = _hidden(store, app.query_params["round"], finished[1])
    app.query_params.clear()
    app.query_params.update({"round": finished[0], "show": "all"})
    app.switch_page(GALLERY).run()
    assert text("gallery-count", {"n": len(_practice() - hidden)}) in words(app)
    app.query_params["item"] = _address(min(hidden, key=_address))
    app.run()
    assert text("gallery-unknown") in words(app)


def test_pictures_of_a_round_under_way_are_not_given_away_in_another_tab(
    open_page, open_gallery, store, finished, words
):
    gallery = open_gallery(show="all")
    assert text("gallery-count", {"n": len(_practice())}) in words(gallery)
    app = open_page(PLAY, round=finished[0])
    app.button(key="quiz-start").click().run()
    second = app.query_params["round"]
    hidden = _hidden(store, second, finished[1])
    gallery.run()
    assert text("gallery-count", {"n": len(_practice() - hidden)}) in words(gallery)

    for position in range(10):
        store.record(second, position, Answer(Choice.REAL, 3))
    gallery.run()
    assert text("gallery-count", {"n": len(_practice())}) in words(gallery)
    app.run()
    app.query_params.pop("picture")
    app.run()
    app.button(key="quiz-start").click().run()
    hidden = _hidden(store, app.query_params["round"], finished[1])
    gallery.run()
    assert text("gallery-count", {"n": len(_practice() - hidden)}) in words(gallery)


def test_filter_goes_into_the_address_and_comes_from_it(open_gallery):
    app = open_gallery(show="all")
    _choose(app, "kind", Kind.REMOVAL)
    assert app.query_params["kind"] == "removal"
    listed = _listed(app)
    expected = [key for key in _practice() if item_of(key).kind is Kind.REMOVAL]
    assert set(listed) == set(sorted(map(_address, expected))[:PAGE_LENGTH])
    assert _listed(open_gallery(show="all", kind="removal")) == listed
    _choose(app, "kind", "")
    assert "kind" not in app.query_params


def test_filters_hold_together(open_gallery, words):
    app = open_gallery(show="all", kind="splice", clue="physics")
    expected = [
        key
        for key in _practice()
        if item_of(key).kind is Kind.SPLICE
        and any(region.family == "physics" for region in item_of(key).regions)
    ]
    assert text("gallery-count", {"n": len(expected)}) in words(app)


def test_clues_can_be_chosen_by_names_in_plain_words(open_gallery):
    options = open_gallery(show="all").selectbox(key="gallery-clue").options
    assert options[0] == text("gallery-any")
    assert text("clue-physics") in options
    assert not [option for option in options if option.startswith("clue-")]


def test_pages_follow_one_another_in_the_address(open_gallery):
    first, second = (_listed(open_gallery(show="all", page=page)) for page in ("1", "2"))
    assert len(first) == len(second) == PAGE_LENGTH
    assert not set(first) & set(second)


def test_another_filter_begins_with_its_first_page(open_gallery):
    app = open_gallery(show="all", page="2")
    _choose(app, "kind", Kind.REAL)
    assert "page" not in app.query_params


@pytest.mark.parametrize(
    "address",
    [
        {"page": "0"},
        {"page": "999"},
        {"page": "-1"},
        {"page": "two"},
        {"page": "¹"},
        {"kind": "haunted"},
        {"clue": ""},
        {"difficulty": "9"},
        {"pack": "../starter"},
    ],
)
def test_value_that_makes_no_sense_counts_for_nothing(open_gallery, address):
    plain = _listed(open_gallery(show="all"))
    assert _listed(open_gallery(show="all", **address)) == plain


def test_choice_of_pictures_that_makes_no_sense_gives_those_of_the_round(open_gallery):
    assert len(_listed(open_gallery(show="everything"))) == 10


def test_picture_opens_with_reason_making_and_credit_and_has_an_address(
    open_gallery, finished, words
):
    key = next(key for key in finished[1] if item_of(key).kind.is_edit)
    item = item_of(key)
    app = open_gallery()
    app.button(key=f"gallery-open-{_address(key)}").click().run()
    assert app.query_params["item"] == _address(key)
    assert app.title[0].value == name_of(item)
    shown = words(app)
    for part in (item.why, item.made, item.original.name, *(r.reason for r in item.regions)):
        assert part in shown
    assert all(credit.author in shown for credit in item.credits)
    app.button(key="gallery-back").click().run()
    assert app.title[0].value == text("gallery-title")
    assert app.query_params["round"] == finished[0]


def test_next_and_previous_lead_through_what_was_chosen(open_gallery):
    app = open_gallery(show="all", kind="splice")
    listed = _listed(app)
    app.button(key=f"gallery-open-{listed[0]}").click().run()
    assert "gallery-previous" not in [button.key for button in app.button]
    app.button(key="gallery-next").click().run()
    assert app.query_params["item"] == listed[1]
    app.button(key="gallery-previous").click().run()
    assert app.query_params["item"] == listed[0]


def test_picture_not_met_stays_closed_until_all_are_chosen(open_gallery, finished, words):
    unmet = min(_practice() - set(finished[1]), key=_address)
    shown = words(open_gallery(item=_address(unmet)))
    assert text("gallery-unknown") in shown
    assert item_of(unmet).why not in shown
    assert item_of(unmet).why in words(open_gallery(item=_address(unmet), show="all"))


def test_link_opened_too_early_is_remembered_until_the_round_is_over(open_page, finished):
    app = open_page(GALLERY, show="all", kind="removal")
    app.query_params.clear()
    app.query_params["round"] = finished[0]
    app.run()
    assert app.query_params["kind"] == "removal"
    assert {item_of(ItemKey(*address.split("."))).kind for address in _listed(app)} == {
        Kind.REMOVAL
    }


def test_facilitator_opens_everything_after_a_warning(open_page, words, monkeypatch):
    monkeypatch.setenv(CODE_SETTING, CODE)
    app = open_page(GALLERY)
    assert "gallery-lead" not in [button.key for button in app.button]
    app.text_input[0].set_value(CODE)
    next(button for button in app.button if button.label == text("facilitator-open")).click().run()
    assert text("gallery-lead-warning") in words(app)
    app.button(key="gallery-lead").click().run()
    total = sum(len(pack.items) for pack in packs().values())
    assert text("gallery-count", {"n": total}) in words(app)


CAPTIONED = """
id = "{id}"
kind = "{kind}"
picture = "{picture}"
alt = "A lake"
description = "A lake with a boat"
why = "Look up where it was taken."
check = ["Search for the picture."]
caption = "{caption}"
[[credits]]
title = "Lake"
author = "Someone"
licence = "CC0-1.0"
source = "https://{id}.example"
"""


@pytest.fixture
def captioned_pack(tmp_path, monkeypatch):
    folder: Path = tmp_path / "packs" / "lakes"
    (folder / "items").mkdir(parents=True)
    (folder / "media").mkdir()
    (folder / "pack.toml").write_text(
        'format = 1\nid = "lakes"\ntitle = "Lakes"\nlanguage = "en"\n'
    )
    for name, kind, caption in (
        ("north-lake", "context", "The flood of yesterday."),
        ("south-lake", "real", "A calm morning."),
    ):
        picture = f"{name.encode().hex()[:16]}.webp"
        (folder / "media" / picture).touch()
        item = CAPTIONED.format(id=name, kind=kind, caption=caption, picture=picture)
        (folder / "items" / f"{name}.toml").write_text(item)
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))


def test_words_that_came_with_a_picture_are_shown_with_it(captioned_pack, open_gallery, words):
    false = words(open_gallery(show="all", item="lakes.north-lake"))
    assert "The flood of yesterday." in false
    assert text("kind-context") in false
    assert "A calm morning." in words(open_gallery(show="all", item="lakes.south-lake"))


def test_pack_installed_later_can_be_chosen_by_its_title(captioned_pack, open_gallery):
    app = open_gallery(show="all")
    assert "Lakes" in app.selectbox(key="gallery-pack").options
    _choose(app, "pack", "lakes")
    assert _listed(app) == ["lakes.north-lake", "lakes.south-lake"]


def test_changed_picture_of_a_pack_from_elsewhere_is_not_said_to_be_ours(
    drawn_pack, tmp_path, monkeypatch, open_gallery, finished, words
):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    shutil.copytree(drawn_pack, tmp_path / "packs" / "drawn")
    theirs = words(open_gallery(show="all", item="drawn.pebbles"))
    assert "made for this pack: [CC BY 4.0]" in theirs
    assert "Second Look" not in theirs
    edit = next(key for key in finished[1] if item_of(key).kind.is_edit)
    assert "The changed picture: Second Look, [CC BY" in words(open_gallery(item=_address(edit)))
