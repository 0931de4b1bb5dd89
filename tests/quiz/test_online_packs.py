import pytest

from quiz import online_packs as module
from quiz.installed import SHIPPED
from quiz.online_packs import LARGEST, online_folders, online_packs, read_online_pack
from tests.quiz.drawn_online_pack import COMMIT, ID, write_online_pack

LISTING, REAL, EDITED = "downloads.toml", "items/colours-above.toml", "items/dark-afternoon.toml"


@pytest.fixture
def online(tmp_path, monkeypatch):
    write_online_pack(tmp_path)
    monkeypatch.setattr(module, "ONLINE", tmp_path)
    return tmp_path / ID


def faults(folder):
    return [(fault.path.name, fault.field) for fault in read_online_pack(folder)[1]]


def replace(folder, file, old, new):
    path = folder / file
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


def test_good_online_pack_is_read_without_its_pictures(online):
    read, problems = read_online_pack(online)
    assert problems == []
    assert [item.id for item in read.pack.items] == ["colours-above", "dark-afternoon"]
    assert read.pack.size == (320, 256)
    assert list(read.downloads) == ["rainbow", "storm"]
    assert read.repositories == ["ann/weather"]
    assert read.bytes == sum(download.bytes for download in read.downloads.values())


def test_download_says_where_its_file_lies_and_who_made_it(online):
    storm = read_online_pack(online)[0].downloads["storm"]
    assert (storm.repository, storm.commit, storm.path) == (
        "ann/weather",
        COMMIT,
        "skies/storm.png",
    )
    assert (storm.credit.author, storm.credit.licence) == ("Ann", "CC0-1.0")
    assert storm.generator == ""


def test_online_packs_are_listed_by_id(online):
    assert online_folders() == [online]
    assert list(online_packs()) == [ID]


def test_online_pack_with_a_fault_is_left_out_and_noted(online, caplog):
    replace(online, LISTING, 'id = "storm"', 'id = "rain"')
    assert online_packs() == {}
    assert "'storm' is not in downloads.toml" in caplog.text


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('repository = "ann/weather"', 'repository = "weather"', "repository"),
        ('repository = "ann/weather"', 'repository = "ann/../x"', "repository"),
        (f'"{COMMIT}"', '"main"', "commit"),
        ('path = "skies', 'path = "/skies', "path"),
        ('path = "skies', 'path = "../skies', "path"),
        ('path = "skies/', "path = 'skies\\\\", "path"),
        ('sha256 = "', 'sha256 = "0', "sha256"),
        ("bytes = ", "bytes = -", "bytes"),
        ("bytes = ", f"bytes = {LARGEST}", "bytes"),
        ("bytes = ", "bytes = true # ", "bytes"),
        ('licence = "CC0-1.0"', 'licence = "CC-BY-NC-4.0"', "licence"),
        ('source = "', 'place = "', "source"),
        ("title = ", "name = ", "title"),
    ],
)
def test_fault_of_a_download_is_told_with_its_place(online, old, new, field):
    content = (online / LISTING).read_text()
    first = content.index(old)
    line_end = content.index("\n", first)
    changed = content[first:line_end].replace(old, new)
    # In single quotes a backslash is a backslash.
    changed = changed.replace('.png"', ".png'") if "'" in new else changed
    (online / LISTING).write_text(content[:first] + changed + content[line_end:])
    assert (LISTING, f"downloads[1].{field}") in faults(online)


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (LISTING, 'id = "storm"', 'id = "rainbow"', "downloads[2].id"),
        (REAL, 'photograph = "rainbow"', 'photograph = "storm"', "making.photograph"),
        (REAL, 'photograph = "rainbow"', "", "making.photograph"),
        (REAL, "[making]", "[made-of]", "making.photograph"),
        (REAL, 'author = "Ann"', 'author = "Anna"', "making.photograph"),
        (LISTING, "CC0-1.0", "CC-BY-4.0", "making.photograph"),
        (LISTING, "title =", 'generator = "A model"\ntitle =', "making.photograph"),
        (EDITED, "[[making.edits]]", "[[making.steps]]", "making.edits"),
        (EDITED, 'operation = "removal"', 'operation = "magic"', "making.edits[1].operation"),
        (EDITED, "shift =", 'source = "rainbow"\nshift =', "making.photograph"),
        (EDITED, "2222222222222222.webp", "1111111111111111.webp", ""),
        (REAL, 'why = "The squares say so."', "", "why"),
    ],
)
def test_fault_between_the_texts_is_told_with_its_place(online, file, old, new, where):
    replace(online, file, old, new)
    assert where in [field for _, field in faults(online)]


def test_edit_of_a_real_picture_is_a_fault(online):
    edits = (online / EDITED).read_text().partition("[[making.edits]]")[2].partition("[[reg")[0]
    with (online / REAL).open("a") as file:
        file.write(f"[[making.edits]]{edits}")
    assert faults(online) == [("colours-above.toml", "making.edits")]


def test_file_that_no_item_uses_is_a_fault(online):
    (online / REAL).unlink()
    ((_, problems),) = [read_online_pack(online)]
    assert [(fault.path.name, fault.field) for fault in problems] == [(LISTING, "downloads")]
    assert "No item uses 'rainbow'" in problems[0].message


def test_every_fault_is_told_at_once(online):
    replace(online, LISTING, f'"{COMMIT}"', '"main"')
    replace(online, REAL, 'alt = "Coloured squares."', "")
    replace(online, EDITED, 'operation = "removal"', 'operation = "magic"')
    assert set(faults(online)) == {
        (LISTING, "downloads[1].commit"),
        ("colours-above.toml", "alt"),
        ("dark-afternoon.toml", "making.edits[1].operation"),
        # Of an item that cannot be read, what it uses is not known.
        (LISTING, "downloads"),
    }


def test_id_of_a_pack_of_the_app_is_a_fault(online):
    shipped = next(SHIPPED.glob("*/pack.toml")).parent.name
    replace(online, "pack.toml", f'id = "{ID}"', f'id = "{shipped}"')
    renamed = online.rename(online.with_name(shipped))
    assert faults(renamed) == [(LISTING, "")]


@pytest.mark.parametrize("content", [None, "no toml", "downloads = 3", ""])
def test_list_that_cannot_be_read_is_a_fault(online, content):
    (online / LISTING).unlink()
    if content is not None:
        (online / LISTING).write_text(content)
    assert LISTING in [file for file, _ in faults(online)]


@pytest.mark.parametrize("folder", online_folders(), ids=lambda folder: folder.name)
def test_online_pack_of_the_app_has_no_faults(folder):
    assert [str(problem) for problem in read_online_pack(folder)[1]] == []
