from pathlib import Path

import pytest

from quiz.item import Credit, Family, Item, Kind, Region, Subject, parse_item

PICTURE, ORIGINAL, MASK = "00000000000000aa.webp", "00000000000000bb.webp", "00000000000000cc.png"

EDITED = f"""
id = "tea-table"
kind = "splice"
picture = "{PICTURE}"
original = "{ORIGINAL}"
mask = "{MASK}"
alt = "Three cups on a table."
description = "Three white cups stand on a wooden table."
why = "The third cup was put in."
check = ["Which way do the shadows fall?", "Are all cups equally sharp?"]
made = "A cup from another photograph was set on the table."

[[regions]]
polygon = [[0.5, 0.5], [0.75, 0.5], [0.75, 1]]
family = "physics"
reason = "This cup has no shadow."

[[credits]]
title = "Table"
author = "Ada"
licence = "CC-BY-SA-3.0"
source = "https://photographs.example/table"

[[credits]]
title = "Cup"
author = "Ben"
licence = "CC0-1.0"
source = "https://photographs.example/cup"
changes = "cropping"
"""

REAL = f"""
id = "tea-table"
kind = "real"
odd = true
picture = "{PICTURE}"
alt = "Three cups on a table."
description = "Three white cups stand on a wooden table."
why = "The cups only seem to float: the table is made of glass."
check = ["Look for reflections of the cups."]

[[regions]]
polygon = [[0, 0], [1, 0], [1, 1]]
family = "physics"
reason = "The glass mirrors the cup."

[[credits]]
title = "Table"
author = "Ada"
licence = "CC-BY-2.0"
source = "https://photographs.example/table"
"""


@pytest.fixture
def parse(tmp_path):
    """Return a reader of one item's text; its pictures' files exist, though they are empty."""
    media = tmp_path / "media"
    media.mkdir()
    for name in (PICTURE, ORIGINAL, MASK):
        (media / name).touch()

    def parse_text(text: str, name: str = "tea-table.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return parse_item(path, media)

    return parse_text


def altered(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_parse_item_reads_every_field_of_an_edited_picture(parse, tmp_path):
    media = tmp_path / "media"
    assert parse(EDITED) == Item(
        id="tea-table",
        kind=Kind.SPLICE,
        odd=False,
        picture=media / PICTURE,
        original=media / ORIGINAL,
        mask=media / MASK,
        alt="Three cups on a table.",
        description="Three white cups stand on a wooden table.",
        why="The third cup was put in.",
        check=("Which way do the shadows fall?", "Are all cups equally sharp?"),
        regions=(
            Region(
                ((0.5, 0.5), (0.75, 0.5), (0.75, 1.0)), Family.PHYSICS, "This cup has no shadow."
            ),
        ),
        credits=(
            Credit("Table", "Ada", "CC-BY-SA-3.0", "https://photographs.example/table"),
            Credit("Cup", "Ben", "CC0-1.0", "https://photographs.example/cup", "cropping"),
        ),
        made="A cup from another photograph was set on the table.",
    )


def test_parse_item_reads_an_odd_real_picture_without_original_or_mask(parse):
    item = parse(REAL)
    assert (item.is_real, item.odd, item.original, item.mask, item.made) == (
        True,
        True,
        None,
        None,
        "",
    )


def test_parse_item_reads_subject_and_difficulty_where_they_are_given(parse):
    item = parse(altered(REAL, "odd = true", 'subject = "object"\ndifficulty = 4'))
    assert (item.subject, item.difficulty) == (Subject.OBJECT, 4)
    item = parse(REAL)
    assert (item.subject, item.difficulty) == (None, None)


def test_parse_item_reads_a_photograph_with_a_false_caption(parse):
    text = altered(REAL, 'kind = "real"\nodd = true\n', 'kind = "context"\n')
    item = parse(altered(text, 'alt = "Three', 'caption = "Lunch on the Moon"\nalt = "Three'))
    assert (item.is_real, item.kind.is_edit, item.caption) == (False, False, "Lunch on the Moon")
    assert item.licence == "CC-BY-2.0"


def test_parse_item_asks_for_the_caption_that_is_false(parse):
    problems = parse(altered(REAL, 'kind = "real"\nodd = true\n', 'kind = "context"\n'))
    assert [problem.field for problem in problems] == ["caption"]


def test_parse_item_reads_a_real_picture_with_a_true_caption(parse):
    item = parse(altered(REAL, "odd = true\n", 'caption = "A set table"\n'))
    assert (item.is_real, item.caption) == (True, "A set table")


def test_parse_item_reads_a_picture_made_by_a_model(parse):
    text = altered(REAL, 'kind = "real"\nodd = true\n', 'kind = "generated"\nmade = "By a model"\n')
    item = parse(text)
    assert (item.is_real, item.original, item.mask, item.made) == (False, None, None, "By a model")


def test_parse_item_lets_a_plain_real_picture_go_without_regions(parse):
    start, end = REAL.index("[[regions]]"), REAL.index("[[credits]]")
    text = REAL[:start] + REAL[end:]
    item = parse(altered(text, "odd = true\n", ""))
    assert (item.odd, item.regions) == (False, ())


def test_item_licence_of_a_real_picture_is_the_photographs_own(parse):
    assert parse(REAL).licence == "CC-BY-2.0"


def test_item_licence_of_an_edited_picture_follows_share_alike(parse):
    assert parse(EDITED).licence == "CC-BY-SA-3.0"


def test_item_sources_are_those_of_all_photographs(parse):
    assert parse(EDITED).sources == {
        "https://photographs.example/table",
        "https://photographs.example/cup",
    }


POLYGON = "[[0.5, 0.5], [0.75, 0.5], [0.75, 1]]"


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ('id = "tea-table"', "", "id", "add it"),
        ('id = "tea-table"', 'id = "coffee-table"', "id", "name both the same"),
        ('"splice"', '"painted"', "kind", "Use one of: real, splice"),
        ('kind = "splice"', "", "kind", "Use one of"),
        ('kind = "splice"', 'kind = "splice"\nodd = true', "odd", "Only a real picture"),
        ('kind = "splice"', 'kind = "splice"\nodd = "no"', "odd", "true or false"),
        ('kind = "splice"', 'kind = "splice"\nsubject = "cup"', "subject", "animal, plant"),
        ('kind = "splice"', 'kind = "splice"\ndifficulty = 0', "difficulty", "from 1 (easy) to 5"),
        ('kind = "splice"', 'kind = "splice"\ndifficulty = 6', "difficulty", "from 1 (easy) to 5"),
        ('kind = "splice"', 'kind = "splice"\ndifficulty = 2.5', "difficulty", "a whole number"),
        ('kind = "splice"', 'kind = "splice"\ndifficulty = true', "difficulty", "a whole number"),
        (f'picture = "{PICTURE}"', "", "picture", "add it"),
        (f'"{PICTURE}"', '"fake-1.webp"', "picture", "16 hexadecimal digits"),
        (f'"{PICTURE}"', f'"{MASK}"', "picture", "and .webp"),
        (f'"{PICTURE}"', '"00000000000000dd.webp"', "picture", "is not in media/"),
        (f'original = "{ORIGINAL}"', "", "original", "add it"),
        (f'"{MASK}"', f'"{ORIGINAL}"', "mask", "and .png"),
        (f'mask = "{MASK}"', "", "mask", "add it"),
        ('"Three cups on a table."', '" "', "alt", "add it"),
        ('"Three cups on a table."', "3", "alt", "in quotation marks"),
        ('"Three white cups stand on a wooden table."', '""', "description", "add it"),
        ('why = "The third cup was put in."', "", "why", "add it"),
        ('check = ["Which way do the shadows fall?", ', 'check = ["", ', "check", "not empty"),
        ("check = [", "check = []\nunused = [", "check", "one or more"),
        ('check = ["Which', 'check = "Shadows"\nunused = ["Which', "check", "one or more"),
        ('made = "A cup from another photograph was set on the table."', "", "made", "add it"),
        ("[[regions]]", "[[areas]]", "regions", "at least one [[regions]]"),
        ("[[regions]]", "[regions]", "regions", "headed [[regions]]"),
        (POLYGON, "[[0.5, 0.5], [0.75, 0.5]]", "regions[1].polygon", "three or more"),
        (POLYGON, "[[0.5, 0.5], [0.75, 0.5], [0.75]]", "regions[1].polygon", "three or more"),
        (POLYGON, "[[0.5, 0.5], [0.75, 0.5], [9, 1]]", "regions[1].polygon", "from 0 to 1"),
        (POLYGON, "[[0.5, 0.5], [0.75, 0.5], [nan, 1]]", "regions[1].polygon", "from 0 to 1"),
        (POLYGON, '[[0.5, 0.5], [0.75, 0.5], ["1", 1]]', "regions[1].polygon", "from 0 to 1"),
        (POLYGON, '"all of it"', "regions[1].polygon", "three or more"),
        ('"physics"', '"magic"', "regions[1].family", "Use one of: anatomical"),
        ('reason = "This cup has no shadow."', "", "regions[1].reason", "add it"),
        ('title = "Table"', "", "credits[1].title", "add it"),
        ('author = "Ada"', "", "credits[1].author", "add it"),
        ('"CC-BY-SA-3.0"', '"CC-BY-NC-4.0"', "credits[1].licence", "not accepted; use one of"),
        ('"CC0-1.0"', '""', "credits[2].licence", "add it"),
        ('source = "https://photographs.example/cup"', "", "credits[2].source", "add it"),
        ('changes = "cropping"', "changes = 1", "credits[2].changes", "in quotation marks"),
    ],
)
def test_parse_item_reports_one_fault_with_its_field_and_remedy(parse, old, new, field, remedy):
    (problem,) = parse(altered(EDITED, old, new))
    assert (problem.path.name, problem.field) == ("tea-table.toml", field)
    assert remedy in problem.message


@pytest.mark.parametrize("name", ["original", "mask", "made"])
def test_parse_item_reports_what_a_real_picture_cannot_have(parse, name):
    (problem,) = parse(altered(REAL, "odd = true", f'odd = true\n{name} = "x"'))
    assert problem.field == name
    assert "remove the line" in problem.message


def test_parse_item_asks_for_the_reason_why_an_odd_picture_is_real(parse):
    (problem,) = parse(altered(REAL, "[[regions]]", "[[areas]]"))
    assert (problem.field, problem.message) == ("regions", "Add at least one [[regions]].")


@pytest.mark.parametrize("item_id", ["Tea-Table", "tea_table", "tea--table", "-tea", "tea table"])
def test_parse_item_refuses_an_id_that_is_not_plain_words(parse, item_id):
    (problem,) = parse(altered(REAL, '"tea-table"', f'"{item_id}"'), f"{item_id}.toml")
    assert (problem.field, problem.message) == (
        "id",
        "Use lower-case words and digits joined by hyphens.",
    )


@pytest.mark.parametrize(
    "alt",
    [
        "A real cup.",
        "A cup, really.",
        "Edited cups.",
        "The cup was REMOVED.",
        "A faked cup.",
        "Two cloned cups.",
        "A pasted cup.",
        "A genuine cup.",
        "A computer-generated cup.",
        "The original cup.",
    ],
)
def test_parse_item_refuses_an_alt_text_that_gives_the_answer_away(parse, alt):
    (problem,) = parse(altered(REAL, "Three cups on a table.", alt))
    assert (problem.field, "Gives the answer away" in problem.message) == ("alt", True)


@pytest.mark.parametrize("alt", ["A cup and pasta.", "A pastel cup.", "A cup of Earl Grey."])
def test_parse_item_accepts_an_alt_text_with_harmless_words(parse, alt):
    assert parse(altered(REAL, "Three cups on a table.", alt)).alt == alt


def test_parse_item_reports_all_faults_at_once(parse):
    fields = [problem.field for problem in parse("")]
    assert fields == [
        "kind",
        "id",
        "picture",
        "original",
        "mask",
        "alt",
        "description",
        "why",
        "check",
        "regions",
        "credits",
        "made",
    ]


def test_parse_item_reports_a_file_that_is_not_toml(parse):
    (problem,) = parse("id = ")
    assert (problem.field, "Mend the line named" in problem.message) == ("", True)


def test_parse_item_reports_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "tea-table.toml"
    path.write_bytes(b'id = "t\xe9"')
    (problem,) = parse_item(path, Path("media"))
    assert "Not readable as TOML" in problem.message
