import io

import numpy as np
import pytest
import tomli_w
from PIL import ExifTags, Image

from quiz.draft import drafts, source_of, start_draft
from quiz.export import export_pack
from quiz.installed import FOLDER_SETTING, installed_packs
from quiz.item import Family, Kind
from quiz.licence import COMMON
from quiz.pages.draft_problems import in_words
from quiz.pages.facilitator import CODE, CODE_SETTING
from quiz.plain_text import in_markdown
from quiz.text import text

MAKE = "quiz/pages/make_pack.py"
SECRET = "blue heron 7"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "packs"))
    monkeypatch.setenv(CODE_SETTING, SECRET)
    return tmp_path / "packs"


@pytest.fixture
def make(open_page):
    """Open the page as a facilitator."""

    def open_(**address):
        app = open_page(MAKE)
        app.text_input(key=CODE).set_value(SECRET)
        app.button[0].click().run()
        app.query_params.update(address)
        app.run()
        assert not app.exception
        return app

    return open_


@pytest.fixture
def draft():
    return start_draft("Our street", "en", (960, 640))


def scene(width=1200, height=800):
    y, x = np.mgrid[:height, :width] / 200
    waves = [np.sin(x + channel) + np.cos(y * (channel + 1)) for channel in range(3)]
    return np.uint8(127 + 60 * np.stack(waves, axis=2))


def photograph(pixels=None, name="street.jpg", **options):
    out = io.BytesIO()
    Image.fromarray(scene() if pixels is None else pixels).save(out, "JPEG", quality=95, **options)
    return name, out.getvalue(), "image/jpeg"


def brushed():
    edited = scene()
    edited[200:400, 300:600] //= 3
    return edited


def _press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def _field(fields, label):
    return next(field for field in fields if field.label == label)


def _add(app, *files, agreed=True):
    app.file_uploader[0].set_value(list(files))
    if agreed:
        app.checkbox[0].check()
    _press(app, text("draft-add-button"))


def _fill(app, kind):
    """Fill in what every picture needs; each change is stored before the next."""
    _field(app.selectbox, text("draft-kind")).select(kind).run()
    for name, words in {
        "alt": "Soft colours side by side.",
        "description": "Soft colours in waves.",
        "why": "The waves go on.",
        "check": "Follow one wave.\n\n  Look for its end. ",
    }.items():
        _field(app.text_area, text(f"draft-{name}")).input(words).run()
    _field(app.text_input, text("draft-credits-author")).input("K. M.").run()
    licence = _field(app.selectbox, text("draft-credits-licence"))
    assert licence.options == sorted(COMMON)
    licence.select("CC0-1.0").run()
    assert not app.exception


def test_page_is_closed_without_the_code(open_page, words):
    app = open_page(MAKE)
    assert text("facilitator-ask") in words(app)
    assert text("make-lead") not in words(app)
    assert not app.file_uploader


def test_draft_is_started_with_a_title(make, words):
    app = make()
    _press(app, text("draft-start-button"))
    assert text("draft-title-first") in words(app)
    assert drafts() == []
    _field(app.text_input, text("draft-title")).input("Our street")
    app.radio[0].set_value((640, 960))
    _press(app, text("draft-start-button"))
    (draft,) = drafts()
    assert (draft.title, draft.size) == ("Our street", (640, 960))
    assert app.query_params["draft"] == draft.id
    assert text("draft-lacks-items") in words(app)


def test_unknown_draft_gets_one_clear_sentence(make, words):
    assert text("draft-unknown") in words(make(draft="../packs"))


def test_photographs_need_the_consent_statement(make, draft, words):
    app = make(draft=draft.id)
    assert "no pupils' faces" in words(app)
    _add(app, photograph(), agreed=False)
    assert app.error[0].value == text("draft-consent-first")
    assert draft.items == {}


def test_photographs_are_added_upright_and_without_metadata(make, draft):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "A camera"
    exif[ExifTags.Base.Orientation] = 6
    app = make(draft=draft.id)
    _add(app, photograph(scene(800, 1200), exif=exif), photograph(name="two.jpg"))
    assert len(draft.items) == 2
    for path in draft.folder.rglob("*"):
        assert not path.is_file() or b"A camera" not in path.read_bytes()
    first, *_ = draft.items.values()
    # Lying on its side it would be too tall.
    assert not draft.slack(first)
    assert not app.error


def test_file_that_is_no_picture_is_refused_by_name_and_the_others_added(make, draft):
    app = make(draft=draft.id)
    _add(app, ("a`[b](c).jpg", b"<script>", "image/jpeg"), photograph(),
         photograph(scene(300, 200), name="tiny.jpg"))  # fmt: skip
    lines = [error.value for error in app.error]
    assert len(lines) == 2
    assert lines[0].startswith("`a'[b](c).jpg` was not added: This file is not a JPEG")
    assert "`tiny.jpg` was not added: This photograph has 300 x 200 pixels" in lines[1]
    assert len(draft.items) == 1


def test_real_picture_from_upload_to_quiz(make, draft, words):
    app = make(draft=draft.id)
    _add(app, photograph())
    (item_id,) = draft.items
    assert app.button(key="draft-save").disabled
    app.button(key=f"{item_id}-edit").click().run()
    assert app.query_params["picture"] == item_id
    for lacking in ("kind", "alt", "description", "why", "check", "credits-author"):
        assert text(f"draft-lacks-{lacking}") in words(app)
    _fill(app, Kind.REAL)
    assert text("draft-nothing-missing") in words(app)
    _press(app, text("draft-back"))
    app.button(key="draft-save").click().run()
    assert text("draft-saved", {"title": "Our street"}) in words(app)
    assert [path.name for path in installed_packs()] == [draft.id]
    assert app.download_button(key="draft-download").label == text("draft-download")


def test_everything_typed_is_there_after_a_reload(make, draft):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    _fill(make(draft=draft.id, picture=item_id), Kind.REAL)
    again = make(draft=draft.id, picture=item_id)
    assert _field(again.selectbox, text("draft-kind")).value is Kind.REAL
    check = _field(again.text_area, text("draft-check"))
    assert check.value == "Follow one wave.\nLook for its end."
    assert _field(again.text_input, text("draft-credits-author")).value == "K. M."
    assert _field(again.text_input, text("draft-credits-source")).value == ""


def test_edited_picture_asks_for_its_original_and_a_region(make, draft, words):
    item_id = draft.add(brushed(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _fill(app, Kind.RETOUCH)
    for lacking in ("original", "regions", "made"):
        assert text(f"draft-lacks-{lacking}") in words(app)
    _field(app.text_area, text("draft-made")).input("With a brush.").run()
    app.file_uploader[0].set_value(photograph()).run()
    assert text("draft-original-there") in words(app)
    _press(app, text("draft-region-add"))
    _field(app.selectbox, text("draft-regions-family")).select(Family.PHYSICS).run()
    _field(app.text_area, text("draft-regions-reason")).input("Too dark.").run()
    assert text("draft-nothing-missing") in words(app)
    region = draft.items[item_id]["regions"][0]
    assert region["polygon"] == [[0.35, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]]


def test_region_moves_with_its_sliders_and_is_shown(make, draft, words):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _press(app, text("draft-region-add"))
    across = _field(app.slider, text("draft-region-across", {"n": 1}))
    assert across.value == (35, 65)
    across.set_value((10, 40)).run()
    _field(app.slider, text("draft-region-down", {"n": 1})).set_value((50, 100)).run()
    assert draft.items[item_id]["regions"][0]["polygon"] == [
        [0.1, 0.5], [0.4, 0.5], [0.4, 1.0], [0.1, 1.0]
    ]  # fmt: skip
    assert "points%3D%2296%2C320%20384%2C320%20384%2C640%2096%2C640%22" in words(app)


def test_removed_region_leaves_the_others_as_they_were(make, draft):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    for number, reason in enumerate(("first", "second", "third")):
        _press(app, text("draft-region-add"))
        reasons = [f for f in app.text_area if f.label == text("draft-regions-reason")]
        reasons[number].input(reason).run()
    _press(app, text("draft-region-remove", {"n": 2}))
    reasons = [f.value for f in app.text_area if f.label == text("draft-regions-reason")]
    assert reasons == ["first", "third"]
    assert [region["reason"] for region in draft.items[item_id]["regions"]] == reasons


def test_original_of_another_shape_is_refused(make, draft, words):
    item_id = draft.add(brushed(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _field(app.selectbox, text("draft-kind")).select(Kind.REMOVAL).run()
    app.file_uploader[0].set_value(photograph(scene(1000, 1200))).run()
    assert [error.value for error in app.error] == [text("draft-other-shape")]
    assert "original" not in draft.items[item_id]["making"]


def test_original_that_a_browser_tells_of_once_more_is_taken_once(make, draft):
    item_id = draft.add(brushed(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _field(app.selectbox, text("draft-kind")).select(Kind.RETOUCH).run()
    uploader = app.file_uploader[0]
    uploader.set_value(photograph()).run()
    taken = draft.items[item_id]["making"]["original"]
    app.run()
    # The page of before, as it was sent with the file.
    uploader.run()
    assert not app.exception
    assert draft.items[item_id]["making"]["original"] == taken


def test_kind_that_does_not_fit_falls_back_to_what_is_stored(make, draft):
    item_id = draft.add(255 - scene(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _field(app.selectbox, text("draft-kind")).select(Kind.REGENERATION).run()
    app.file_uploader[0].set_value(photograph()).run()
    _field(app.selectbox, text("draft-kind")).select(Kind.SPLICE).run()
    assert "differ nearly everywhere" in app.error[0].value
    assert _field(app.selectbox, text("draft-kind")).value is Kind.REGENERATION
    assert draft.items[item_id]["kind"] == "regeneration"
    assert not app.warning


def test_photograph_that_is_put_in_has_a_credit_of_its_own(make, draft, words):
    item_id = draft.add(brushed(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _press(app, text("draft-credit-add"))
    assert text("draft-lacks-credits-source") in words(app)
    sources = [f for f in app.text_input if f.label == text("draft-credits-source")]
    sources[1].input("https://example.org/dog").run()
    assert [credit["source"] for credit in draft.items[item_id]["credits"]] == [
        source_of(b""), "https://example.org/dog"
    ]  # fmt: skip
    _press(app, text("draft-credit-remove", {"n": 2}))
    assert len(draft.items[item_id]["credits"]) == 1


def test_text_with_html_is_told_in_plain_words(make, draft, words):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    _fill(app, Kind.REAL)
    _field(app.text_area, text("draft-why")).input("See <b>here</b>").run()
    assert "this text holds HTML" in words(app)
    _field(app.text_area, text("draft-why")).input("See here").run()
    _field(app.text_area, text("draft-alt")).input("A fake street").run()
    assert "Gives the answer away" in words(app)


def test_full_disk_is_told_whatever_is_asked_for(make, draft, full_disk):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    start, whole, picture = make(), make(draft=draft.id), make(draft=draft.id, picture=item_id)
    _field(start.text_input, text("draft-title")).input("Our school" * 8)
    with full_disk():
        _press(start, text("draft-start-button"))
        _field(whole.text_input, text("draft-title")).input("Our road" * 10).run()
        _press(picture, text("draft-region-add"))
    reason = text("draft-not-written", {"reason": "File too large"})
    for app in (start, whole, picture):
        assert [error.value for error in app.error] == [reason]
        assert not app.warning
    assert drafts() == [draft]
    assert draft.title == "Our street"
    assert draft.items[item_id]["regions"] == []
    with full_disk():
        _add(whole, photograph())
    assert [error.value for error in whole.error] == [
        text("draft-refused", {"name": "street.jpg", "reason": reason})
    ]
    assert list(draft.items) == [item_id]


@pytest.mark.parametrize("title", ["1. *Our* [street](https://a.example)", "# :smile: $5$ $6$"])
def test_title_is_shown_as_it_is(make, title):
    draft = start_draft(title, "en", (960, 640))
    item_id = draft.add(scene(), "Waves", source_of(b""))
    button = make().button(key=f"draft-open-{draft.id}")
    assert in_markdown(title) in button.label
    app = make(draft=draft.id, picture=item_id)
    _fill(app, Kind.REAL)
    _press(app, text("draft-back"))
    app.button(key="draft-save").click().run()
    assert text("draft-saved", {"title": in_markdown(title)}) in [
        success.value for success in app.success
    ]


def test_picture_and_draft_can_be_deleted(make, draft):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    app = make(draft=draft.id, picture=item_id)
    app.button(key="draft-remove").click().run()
    assert draft.items == {}
    assert "picture" not in app.query_params
    _field(app.checkbox, text("draft-delete-sure")).check().run()
    app.button(key="draft-delete").click().run()
    assert drafts() == []
    assert "draft" not in app.query_params


def test_pack_from_elsewhere_is_brought_and_replaced_only_when_told(make, drawn_pack, words):
    file = ("drawn.zip", export_pack(drawn_pack), "application/zip")
    app = make()
    _press(app, text("import-send"))
    assert text("import-choose-first") in words(app)
    app.file_uploader[0].set_value(file)
    _press(app, text("import-send"))
    assert text("import-done", {"title": "Drawn", "n": 2}) in words(app)
    assert [path.name for path in installed_packs()] == ["drawn"]
    _press(app, text("import-send"))
    assert [error.value for error in app.error] == [text("import-exists", {"id": "drawn"})]
    _field(app.checkbox, text("import-replace")).check()
    _press(app, text("import-send"))
    assert not app.error


def test_refused_pack_says_why(make):
    app = make()
    app.file_uploader[0].set_value(("drawn.zip", b"no zip", "application/zip"))
    _press(app, text("import-send"))
    assert [error.value for error in app.error] == [text("import-no-zip")]
    assert installed_packs() == []


def test_every_field_that_can_be_missing_has_friendly_words(draft):
    # "text" returns the key itself where there is no text for it.
    named = {"title": "", "language": "", "size": [960, 640], "format": 1, "id": draft.id}
    (draft.folder / "pack.toml").write_text(tomli_w.dumps(named))
    for kind in ("", *Kind):
        item_id = draft.add(scene(), "", source_of(b""))
        table = draft.items[item_id] | {"kind": str(kind)}
        nowhere = {"across": [0.0, 0.0], "down": [0.0, 0.0], "family": "", "reason": ""}
        draft.write(item_id, table | {"regions": [nowhere]})
    lines = in_words(draft.problems())
    assert len(lines) > 12
    assert [line for line in lines if "draft-" in line] == []
