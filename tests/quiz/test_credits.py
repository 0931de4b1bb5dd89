import re
from dataclasses import replace

import pytest

from quiz.__main__ import CREDITS
from quiz.credits import credits_document, licence_link
from quiz.installed import shipped_packs
from quiz.item import Credit, Kind
from quiz.licence import COMMON, OWN_WORDS, licence_address
from quiz.pack import load_pack
from quiz.text import text

TABLE = Credit("Table", "Ada", "CC-BY-SA-3.0", "https://photographs.example/table")
CUP = Credit("Cup", "Ben", "public-domain", "https://photographs.example/cup", "cropping")


def test_credits_document_names_every_photograph_with_its_terms(make_item, make_pack):
    item = replace(make_item("tea-table", Kind.SPLICE), credits=(TABLE, CUP))
    document = credits_document([make_pack(item)])
    assert document.endswith(
        "\n## Drawn\n\n"
        "- *Cup* by Ben, [public domain](https://creativecommons.org/publicdomain/mark/1.0/), "
        "<https://photographs.example/cup> (before us: cropping)\n"
        "- *Table* by Ada, [CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/), "
        "<https://photographs.example/table>\n"
    )


def test_credits_document_names_a_photograph_once(make_item, make_pack):
    items = [replace(make_item(name), credits=(CUP,)) for name in ("cup", "saucer")]
    assert credits_document([make_pack(*items)]).count(CUP.source) == 1


def test_credits_document_gives_no_answer_away(make_item, make_pack):
    def document(kind):
        item = replace(make_item("tea-table", kind), credits=(TABLE, CUP))
        return credits_document([make_pack(item)])

    assert document(Kind.REAL) == document(Kind.SPLICE)
    assert "tea-table" not in document(Kind.SPLICE)


def test_credits_document_keeps_packs_apart(make_item, make_pack):
    garden = replace(make_pack(make_item("apple")), title="Garden")
    document = credits_document([make_pack(make_item("bowl"), pack_id="kitchen"), garden])
    assert re.findall(r"^## (.+)", document, re.MULTILINE) == ["Drawn", "Garden"]


@pytest.mark.parametrize("licence", sorted(COMMON))
def test_licence_link_leads_to_the_text_of_the_licence(licence):
    name, address = re.fullmatch(r"\[(.+)\]\((.+)\)", licence_link(licence)).groups()
    assert address == licence_address(licence)
    assert name.replace(" ", "-") == licence


@pytest.mark.parametrize("licence", sorted(OWN_WORDS))
def test_permission_in_own_words_is_told_in_plain_words(licence):
    name, address = re.fullmatch(r"\[(.+)\]\((.+)\)", licence_link(licence)).groups()
    assert address == OWN_WORDS[licence]
    assert name == text(f"licence-{licence}")
    assert licence not in name


def test_shipped_credits_are_up_to_date():
    packs = [load_pack(folder) for folder in shipped_packs()]
    assert CREDITS.read_text(encoding="utf-8") == credits_document(packs)
