import io
import tomllib

import numpy as np
import pytest
from PIL import Image

from quiz.draft import (
    SIZES,
    DraftError,
    drafts,
    drafts_folder,
    open_draft,
    source_of,
    start_draft,
)
from quiz.export import export_pack
from quiz.importing import import_pack
from quiz.installed import FOLDER_SETTING, installed_folder, installed_packs
from quiz.item import Kind
from quiz.making.delivery import deliver, frame
from quiz.pack import PackError, load_pack

WIDE = SIZES[0]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "here" / "packs"))
    return tmp_path / "here"


@pytest.fixture
def draft():
    return start_draft("Our street", "en", WIDE)


def scene(width=1200, height=800, seed=0):
    """A photograph of soft colours; another seed gives another one."""
    y, x = np.mgrid[:height, :width] / 200
    waves = [np.sin(x + seed + channel) + np.cos(y * (channel + 1)) for channel in range(3)]
    return np.uint8(127 + 60 * np.stack(waves, axis=2))


def brushed(photograph):
    edited = photograph.copy()
    height, width = edited.shape[:2]
    edited[height // 4 : height // 2, width // 4 : width // 2] //= 3
    return edited


def finish(draft, item_id, kind, **changes):
    """Fill in what an item of a kind needs."""
    table = draft.items[item_id]
    table |= {
        "kind": str(kind),
        "alt": "Soft colours side by side.",
        "description": "Soft colours side by side, in waves.",
        "why": "The waves go on everywhere.",
        "check": ["Follow one wave."],
    }
    table["making"]["made"] = "With a brush."
    table["credits"][0] |= {"author": "K. M.", "licence": "CC0-1.0"}
    table["regions"] = [
        {"across": [0.25, 0.5], "down": [0.25, 0.5], "family": "physics", "reason": "Too dark."}
    ]
    draft.write(item_id, table | changes)


@pytest.fixture
def finished(draft):
    """A draft of a real picture and an edited one, nothing missing."""
    real = draft.add(scene(seed=3), "Waves", source_of(b"real"))
    finish(draft, real, Kind.REAL)
    fake = draft.add(brushed(scene()), "More waves", source_of(b"edited"))
    finish(draft, fake, Kind.RETOUCH)
    draft.add_original(fake, scene(), source_of(b"original"))
    return draft


def _media(draft, item_id, name):
    return draft.folder / "media" / draft.items[item_id][name]


def _pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def test_id_is_made_from_the_title_and_is_never_the_same():
    ids = {start_draft(title, "en", WIDE).id for title in ("Our street!", "Our street!", "日本")}
    assert len(ids) == 3
    assert {draft_id.rsplit("-", 1)[0] for draft_id in ids} == {"our-street", "pack"}


def test_drafts_lie_beside_the_packs_and_are_listed_by_title(folder):
    start_draft("beta", "en", WIDE)
    start_draft("Alpha", "en", WIDE)
    assert drafts_folder() == folder / "drafts"
    assert [draft.title for draft in drafts()] == ["Alpha", "beta"]


@pytest.mark.parametrize("draft_id", ["none", "../packs", "", "a/b", "..", "Our"])
def test_address_opens_only_a_draft(draft_id, folder):
    (folder / "packs").mkdir(parents=True)
    (folder / "packs" / "pack.toml").write_text("")
    with pytest.raises(LookupError):
        open_draft(draft_id)


def test_everything_is_on_disk_at_once(finished):
    again = open_draft(finished.id)
    assert again.items == finished.items
    assert again.title == "Our street"
    assert again.problems() == []


def test_picture_goes_the_way_of_all_pictures(draft):
    photograph = scene(960, 640)
    item_id = draft.add(photograph, "Waves", source_of(b""))
    assert _media(draft, item_id, "picture").read_bytes() == deliver(frame(photograph))


def test_photograph_is_kept_without_more_pixels_than_needed(draft):
    item_id = draft.add(scene(2000, 1000), "Waves", source_of(b""))
    (kept,) = draft.folder.glob("photographs/*")
    with Image.open(kept) as picture:
        assert picture.size == (1280, 640)
        assert picture.info == {}
    assert draft.slack(draft.items[item_id])


@pytest.mark.parametrize(("position", "left"), [(0.0, 0), (0.5, 160), (1.0, 320)])
def test_crop_is_where_it_was_chosen(draft, position, left):
    photograph = scene(1280, 640)
    item_id = draft.add(photograph, "Waves", source_of(b""))
    table = draft.items[item_id]
    draft.write(item_id, table | {"making": table["making"] | {"position": position}})
    shown = _media(draft, item_id, "picture").read_bytes()
    assert shown == deliver(frame(photograph, (left, 0, 960)))


@pytest.mark.parametrize("size", SIZES)
def test_picture_has_the_size_of_its_pack(size):
    draft = start_draft("Waves", "en", size)
    for width, height in ((1500, 900), (900, 1500), (1200, 1200)):
        item_id = draft.add(scene(width, height), "Waves", source_of(b""))
        with Image.open(_media(draft, item_id, "picture")) as picture:
            assert picture.size == size


def test_small_photograph_is_refused_and_not_kept(draft):
    with pytest.raises(DraftError, match=r"800 x 500 pixels\. Take one of at least 816 x 544"):
        draft.add(scene(800, 500), "Waves", source_of(b""))
    assert draft.items == {}
    assert list(draft.folder.glob("photographs/*")) == []


def test_edit_differs_from_its_original_inside_the_mask_alone(draft):
    photograph = scene(960, 640)
    out = io.BytesIO()
    Image.fromarray(brushed(photograph)).save(out, "JPEG", quality=80)
    edited = np.asarray(Image.open(out))
    item_id = draft.add(edited, "Waves", source_of(b"edited"))
    finish(draft, item_id, Kind.RETOUCH)
    draft.add_original(item_id, photograph, source_of(b"original"))
    mask = np.asarray(Image.open(_media(draft, item_id, "mask")).convert("L")) > 127
    planted = (brushed(photograph) != photograph).any(axis=2)
    assert mask[planted].mean() > 0.97
    assert mask.mean() < 1.3 * planted.mean()
    # The edited file differed nearly everywhere, for it was saved as JPEG.
    assert (edited != photograph).any(axis=2).mean() > 0.5
    picture, original, _ = draft._compare(draft.items[item_id]["making"], Kind.RETOUCH)
    assert np.array_equal((picture != original).any(axis=2), mask)


def test_regeneration_may_differ_everywhere(draft):
    item_id = draft.add(scene(seed=1), "Waves", source_of(b"edited"))
    finish(draft, item_id, Kind.REGENERATION)
    draft.add_original(item_id, scene(), source_of(b"original"))
    assert draft.problems() == []


def test_other_photograph_is_no_original_of_an_edit(draft):
    item_id = draft.add(scene(seed=1), "Waves", source_of(b"edited"))
    finish(draft, item_id, Kind.RETOUCH)
    before = draft.items
    kept = set(draft.folder.glob("photographs/*"))
    for photograph, key in (
        (scene(seed=3), "draft-all-differs"),
        (scene(seed=1), "draft-no-difference"),
        (scene(1000, 1600), "draft-other-shape"),
        (scene(400, 300), "draft-too-small"),
    ):
        with pytest.raises(DraftError) as caught:
            draft.add_original(item_id, photograph, source_of(b"original"))
        assert caught.value.key == key
    assert draft.items == before
    assert set(draft.folder.glob("photographs/*")) == kept


def test_kind_that_does_not_fit_is_refused_and_nothing_changed(draft):
    item_id = draft.add(scene(seed=1), "Waves", source_of(b"edited"))
    finish(draft, item_id, Kind.REGENERATION)
    draft.add_original(item_id, scene(seed=3), source_of(b"original"))
    before = draft.items
    with pytest.raises(DraftError):
        draft.write(item_id, before[item_id] | {"kind": "splice"})
    assert draft.items == before
    assert draft.problems() == []


def test_kind_can_change_and_come_back(finished):
    *_, fake = finished.items
    before = finished.items[fake]
    finished.write(fake, before | {"kind": "real"})
    assert "made" not in finished.items[fake]
    assert len(list(finished.folder.glob("media/*"))) == 2
    finished.write(fake, finished.items[fake] | {"kind": "retouch"})
    assert finished.problems() == []
    assert finished.items[fake]["made"] == before["made"]


def test_same_photograph_gives_two_items_one_source(finished):
    item_id = finished.add(scene(), "The same waves", source_of(b"original"))
    finish(finished, item_id, Kind.REAL)
    finished.install()
    pack = load_pack(installed_folder() / finished.id)
    shared = [item for item in pack.items if source_of(b"original") in item.sources]
    assert len(shared) == 2


def test_new_draft_says_what_is_missing(draft):
    assert [problem.message[:12] for problem in draft.problems()] == ["Has no items"]
    draft.add(scene(), "Waves", source_of(b""))
    fields = {problem.field for problem in draft.problems()}
    assert fields == {
        "kind", "alt", "description", "why", "check", "credits[1].author", "credits[1].licence"
    }  # fmt: skip


def test_edit_asks_for_more(draft):
    item_id = draft.add(scene(), "Waves", source_of(b""))
    finish(draft, item_id, Kind.SPLICE, regions=[])
    assert {problem.field for problem in draft.problems()} == {"original", "mask", "regions"}


def test_text_that_no_import_would_take_is_told(finished):
    item_id, *_ = finished.items
    finished.write(item_id, finished.items[item_id] | {"why": "See <b>here</b>"})
    (problem,) = finished.problems()
    assert problem.field == "why"
    assert "HTML" in problem.message


def test_region_beside_the_edit_is_told(finished):
    *_, fake = finished.items
    table = finished.items[fake]
    table["regions"][0] |= {"across": [0.8, 0.9], "down": [0.8, 0.9]}
    finished.write(fake, table)
    assert [problem.field for problem in finished.problems()] == ["regions[1].polygon"]


def test_saved_pack_is_played_and_holds_nothing_of_the_making(finished):
    assert finished.saved is None
    finished.install()
    pack = load_pack(installed_folder() / finished.id)
    assert finished.saved == pack.folder
    assert {item.kind for item in pack.items} == {Kind.REAL, Kind.RETOUCH}
    assert not (pack.folder / "photographs").exists()
    for path in pack.folder.glob("items/*.toml"):
        table = tomllib.loads(path.read_text())
        assert "making" not in table
        assert set(table["regions"][0]) == {"polygon", "family", "reason"}


def test_unfinished_draft_is_not_saved(draft):
    draft.add(scene(), "Waves", source_of(b""))
    with pytest.raises(PackError):
        draft.install()
    assert draft.saved is None


def test_saving_again_takes_the_place_of_the_first(finished):
    finished.install()
    finished.rename("Our town")
    finished.install()
    assert load_pack(installed_folder() / finished.id).title == "Our town"


def test_what_was_being_made_when_the_machine_stopped_is_no_part_of_the_pack(finished):
    (finished.folder / "media" / "0123456789abcdef.webp").write_bytes(b"half a pic")
    assert not finished.problems()
    pack = finished.install()
    assert len(list((pack.folder / "media").iterdir())) == 4


def test_full_disk_is_told_and_leaves_all_as_it_was(finished, full_disk):
    def everything():
        paths = [path for path in finished.folder.rglob("*") if path.suffix != ".unfinished"]
        return {path: path.read_bytes() for path in paths if path.is_file()}

    before = everything()
    real, edited = finished.items
    moved = finished.items[edited]
    moved["making"]["position"] = 0.1
    for change in (
        lambda: finished.write(edited, moved),
        lambda: finished.rename("Another street" * 10),
        lambda: finished.add(scene(), "Waves", source_of(b"new")),
        lambda: finished.add_original(edited, scene(), source_of(b"other")),
        lambda: start_draft("Another street" * 10, "en", WIDE),
        finished.install,
    ):
        with full_disk(), pytest.raises(DraftError) as refusal:
            change()
        assert refusal.value.key == "draft-not-written"
    assert everything() == before
    assert finished.saved is None
    finished.write(edited, moved)
    assert finished.items[edited] == moved


def test_pack_goes_to_another_installation_and_is_the_same_there(finished, tmp_path, monkeypatch):
    here = finished.install()
    exported = export_pack(here.folder)
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "there"))
    import_pack(io.BytesIO(exported))
    there = load_pack(installed_folder() / finished.id)
    assert there.folder.parent == tmp_path / "there"
    assert there.counts() == here.counts()
    for path in here.folder.rglob("*.*"):
        assert (there.folder / path.relative_to(here.folder)).read_bytes() == path.read_bytes()


def test_removed_picture_leaves_nothing(finished):
    for item_id in finished.items:
        finished.remove(item_id)
    left = [path for path in finished.folder.rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["pack.toml"]


def test_deleted_draft_leaves_nothing_but_the_saved_pack(finished, folder):
    finished.install()
    finished.delete()
    assert drafts() == []
    assert list((folder / "drafts").iterdir()) == []
    assert [path.name for path in installed_packs()] == [finished.id]


def test_replaced_original_is_not_kept(finished):
    *_, fake = finished.items
    kept = set(finished.folder.glob("photographs/*"))
    finished.add_original(fake, scene(), source_of(b"again"))
    assert len(set(finished.folder.glob("photographs/*"))) == len(kept)


def test_shape_is_one_that_a_pack_may_have():
    for size in SIZES:
        assert start_draft("Waves", "en", size).size == size
