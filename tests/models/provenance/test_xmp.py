from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.provenance.xmp import XmpError, read_properties

NAMES = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://dc.example/"'
CREATOR = "{http://dc.example/}creator"


@pytest.mark.parametrize(
    "xml",
    [
        f'<x {NAMES} dc:creator="Ann"/>',
        f"<x {NAMES}><dc:creator> Ann </dc:creator></x>",
        f'<x {NAMES}><dc:creator rdf:resource="Ann"/></x>',
        f"<x {NAMES}><dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator></x>",
    ],
    ids=["attribute", "element", "resource", "list"],
)
def test_read_properties_knows_each_spelling(xml):
    assert read_properties(xml.encode())[CREATOR] == ("Ann",)


def test_read_properties_leaves_a_list_within_a_list_to_its_own_property():
    inner = "<dc:rights><rdf:Bag><rdf:li>Bob</rdf:li></rdf:Bag></dc:rights>"
    outer = f"<dc:creator><rdf:Bag><rdf:li>Ann{inner}</rdf:li></rdf:Bag></dc:creator>"
    found = read_properties(f"<x {NAMES}>{outer}</x>".encode())
    assert (found[CREATOR], found["{http://dc.example/}rights"]) == (("Ann",), ("Bob",))


def test_read_properties_keeps_order_and_every_value():
    people = "".join(f"<rdf:li>{name}</rdf:li>" for name in ("Ann", "Bob", " "))
    xml = f"<x {NAMES}><dc:creator><rdf:Bag>{people}</rdf:Bag></dc:creator></x>"
    assert read_properties(xml.encode())[CREATOR] == ("Ann", "Bob")


def test_read_properties_does_not_give_a_property_the_words_of_those_inside_it():
    inner = "<dc:creator>Ann</dc:creator>"
    xml = f"<x {NAMES}><dc:outer>{inner}</dc:outer></x>"
    found = read_properties(xml.encode())
    assert found[CREATOR] == ("Ann",)
    assert "{http://dc.example/}outer" not in found


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>',
        b'<?xml version="1.0" encoding="nobodys"?><x/>',
    ],
    ids=["empty", "cut short", "entity bomb", "outside file", "unknown encoding"],
)
def test_read_properties_refuses_bad_or_hostile_xml(packet):
    with pytest.raises(XmpError):
        read_properties(packet)


@given(st.binary())
def test_read_properties_either_reads_or_refuses(noise):
    with suppress(XmpError):
        assert isinstance(read_properties(noise), dict)
