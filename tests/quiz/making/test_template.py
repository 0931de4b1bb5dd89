import tomllib

import pytest

from quiz.item import Credit, Kind, parse_item
from quiz.making.template import write_template

CREDIT = Credit(
    'The "old" table \\ cup', "Zoë", "CC-BY-4.0", "https://photographs.example/t", "cropping"
)

TEXTS = {"subject", "alt", "description", "why", "check"}
REGION = {"regions[1].polygon", "regions[1].family", "regions[1].reason"}


def test_template_of_a_real_picture_lacks_only_its_texts_and_its_file(tmp_path):
    path = write_template(tmp_path, "tea-table", "real", "my/table", CREDIT)
    fields = {problem.field for problem in parse_item(path, tmp_path / "media")}
    assert fields == TEXTS | REGION | {"picture"}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_edit])
def test_template_of_an_edited_picture_lacks_only_its_texts_and_its_files(tmp_path, kind):
    path = write_template(tmp_path, "tea-table", kind, "my/table", CREDIT)
    fields = {problem.field for problem in parse_item(path, tmp_path / "media")}
    assert fields == TEXTS | REGION | {"picture", "original", "mask", "made"}


@pytest.mark.parametrize(("kind", "text"), [(Kind.GENERATED, "made"), (Kind.CONTEXT, "caption")])
def test_template_of_a_picture_without_an_original_asks_for_none(tmp_path, kind, text):
    path = write_template(tmp_path, "tea-table", kind, "my/table", CREDIT)
    fields = {problem.field for problem in parse_item(path, tmp_path / "media")}
    assert fields == TEXTS | REGION | {"picture", text}


def test_template_carries_photograph_and_credit(tmp_path):
    path = write_template(tmp_path, "tea-table", "splice", "my/table", CREDIT)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["credits"] == [
        {
            "title": 'The "old" table \\ cup',
            "author": "Zoë",
            "licence": "CC-BY-4.0",
            "source": "https://photographs.example/t",
            "changes": "cropping",
        }
    ]
    assert table["making"] == {"photograph": "my/table", "edits": [{"operation": ""}]}


def test_template_without_a_photograph_has_an_empty_credit_to_fill_in(tmp_path):
    path = write_template(tmp_path, "tea-table", "real")
    fields = {problem.field for problem in parse_item(path, tmp_path / "media")}
    assert {f"credits[1].{name}" for name in ("title", "author", "licence", "source")} <= fields


def test_template_names_its_files_at_random(tmp_path):
    names = []
    for item_id in ("tea-table", "tea-cup"):
        path = write_template(tmp_path, item_id, "splice")
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        names += [table["picture"], table["original"], table["mask"]]
    assert len({name.partition(".")[0] for name in names}) == 6


@pytest.mark.parametrize("item_id", ["Tea", "tea_table", "../tea", "", "tea-"])
def test_write_template_refuses_an_unusable_id(tmp_path, item_id):
    with pytest.raises(ValueError, match="use lower-case words and digits"):
        write_template(tmp_path, item_id, "real")


def test_write_template_refuses_an_unknown_kind(tmp_path):
    with pytest.raises(ValueError, match="painted.*use one of: real"):
        write_template(tmp_path, "tea-table", "painted")


def test_write_template_never_overwrites_an_item(tmp_path):
    path = write_template(tmp_path, "tea-table", "real")
    before = path.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="exists already; choose another id"):
        write_template(tmp_path, "tea-table", "splice")
    assert path.read_text(encoding="utf-8") == before
