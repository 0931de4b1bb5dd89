import re
from dataclasses import replace

import pytest

from quiz.__main__ import CREDITS, pack_folders
from quiz.credits import credits_document, licence_link
from quiz.item import Credit, Kind
from quiz.licence import ACCEPTED, licence_address
from quiz.pack import load_pack

TABLE = Credit("Table", "Ada", "CC-BY-SA-3.0", "https://photographs.example/table")
CUP = Credit("Cup", "Ben", "public-domain", "https://photographs.example/cup", "cropping")


def test_credits_document_names_every_photograph_of_an_edited_picture(make_item, make_pack):
    item = replace(make_item("tea-table", Kind.SPLICE), credits=(TABLE, CUP))
    document = credits_document([make_pack(item)])
    assert document.endswith(
        "\n## Drawn\n\n"
        "- **tea-table** ([CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/)): "
        "*Table* by Ada, [CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/), "
        "<https://photographs.example/table>; "
        "*Cup* by Ben, [public domain](https://creativecommons.org/publicdomain/mark/1.0/), "
        "<https://photographs.example/cup> (before us: cropping)\n"
    )


def test_credits_document_gives_a_real_picture_its_photographs_licence(make_item, make_pack):
    item = replace(make_item("cup"), credits=(CUP,))
    line = credits_document([make_pack(item)]).splitlines()[-1]
    assert line.startswith("- **cup** ([public domain](")


def test_credits_document_lists_packs_and_items_in_their_order(make_item, make_pack):
    kitchen = make_pack(make_item("bowl"), make_item("cup"), pack_id="kitchen")
    garden = replace(make_pack(make_item("apple")), title="Garden")
    document = credits_document([kitchen, garden])
    assert re.findall(r"^(?:- \*\*|## )([\w-]+)", document, re.MULTILINE) == [
        "Drawn",
        "bowl",
        "cup",
        "Garden",
        "apple",
    ]


@pytest.mark.parametrize("licence", sorted(ACCEPTED))
def test_licence_link_leads_to_the_text_of_the_licence(licence):
    name, address = re.fullmatch(r"\[(.+)\]\((.+)\)", licence_link(licence)).groups()
    assert address == licence_address(licence)
    assert name.replace(" ", "-") == licence


def test_shipped_credits_are_up_to_date():
    packs = [load_pack(folder) for folder in pack_folders()]
    assert CREDITS.read_text(encoding="utf-8") == credits_document(packs)
