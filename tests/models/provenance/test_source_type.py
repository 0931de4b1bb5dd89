import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.provenance.metadata import EmbeddedMetadata, MetadataState
from models.provenance.source_type import (
    DigitalSourceType,
    StatedSource,
    after_all,
    read_stated_source,
)

ADDRESS = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
AI = StatedSource(MetadataState.READ, DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA)


def packet(attribute: str = "", element: str = "", head: str = "") -> EmbeddedMetadata:
    xml = f"""{head}<x:xmpmeta xmlns:x="adobe:ns:meta/">
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
          xmlns:other="http://example.org/" {attribute}>{element}</rdf:Description>
      </rdf:RDF></x:xmpmeta>"""
    return EmbeddedMetadata(xmp=xml.encode())


@pytest.mark.parametrize(
    "metadata",
    [
        packet(attribute=f'Iptc4xmpExt:DigitalSourceType="{ADDRESS}"'),
        packet(element=f"<Iptc4xmpExt:DigitalSourceType>{ADDRESS}</Iptc4xmpExt:DigitalSourceType>"),
        packet(element=f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{ADDRESS}"/>'),
        packet(attribute='Iptc4xmpExt:DigitalSourceType="trainedAlgorithmicMedia"'),
    ],
    ids=["attribute", "element", "resource", "bare code"],
)
def test_read_stated_source_finds_each_spelling(metadata):
    assert read_stated_source(metadata) == AI


@pytest.mark.parametrize("first", ["digitalCapture", "minorHumanEdits", "anything"])
def test_read_stated_source_of_several_is_the_one_that_speaks_of_a_model(first):
    element = f"<Iptc4xmpExt:DigitalSourceType>{ADDRESS}</Iptc4xmpExt:DigitalSourceType>"
    both = packet(f'Iptc4xmpExt:DigitalSourceType="{first}"', element)
    assert read_stated_source(both) == AI


def test_read_stated_source_accepts_padding_after_the_packet():
    padded = packet(attribute=f'Iptc4xmpExt:DigitalSourceType="{ADDRESS}"')
    assert read_stated_source(EmbeddedMetadata(xmp=padded.xmp + b"\n  \0\0")) == AI


@pytest.mark.parametrize(
    "metadata",
    [
        EmbeddedMetadata(),
        packet(),
        packet(attribute=f'other:DigitalSourceType="{ADDRESS}"'),
        packet(element="<Iptc4xmpExt:DigitalSourceType> </Iptc4xmpExt:DigitalSourceType>"),
    ],
    ids=["no packet", "not mentioned", "another namespace", "empty"],
)
def test_read_stated_source_is_absent_where_nothing_is_stated(metadata):
    assert read_stated_source(metadata) == StatedSource(MetadataState.ABSENT)


@pytest.mark.parametrize(
    "metadata",
    [
        EmbeddedMetadata(xmp=b"<x:xmpmeta"),
        EmbeddedMetadata(xmp=b""),
        packet(head='<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>', element="&c;"),
        packet(head='<!DOCTYPE x SYSTEM "file:///etc/hostname">'),
    ],
    ids=["cut short", "empty", "entity bomb", "outside file"],
)
def test_read_stated_source_is_unreadable_for_bad_or_hostile_xml(metadata):
    assert read_stated_source(metadata) == StatedSource(MetadataState.UNREADABLE)


def test_read_stated_source_tells_a_value_it_does_not_know():
    metadata = packet(attribute='Iptc4xmpExt:DigitalSourceType="http://example.org/dream"')
    assert read_stated_source(metadata).digital_source_type is DigitalSourceType.UNRECOGNISED


@given(st.sampled_from(DigitalSourceType))
def test_parse_undoes_every_address(source_type):
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{source_type}"
    assert DigitalSourceType.parse(address) is source_type


@pytest.mark.parametrize(
    "spelling",
    [
        ADDRESS.replace("http:", "https:"),
        f" {ADDRESS}/\n",
        f"{ADDRESS}#",
        ADDRESS.upper(),
        "http://cv.iptc.org/newscodes/digitalSourceType/TrainedAlgorithmicMedia",
        "digsrctype:trainedAlgorithmicMedia",
        "trainedalgorithmicmedia",
    ],
)
def test_parse_forgives_an_odd_spelling(spelling):
    assert DigitalSourceType.parse(spelling) is DigitalSourceType.TRAINED_ALGORITHMIC_MEDIA


@pytest.mark.parametrize(
    "words", ["", "not trainedAlgorithmicMedia", f"{ADDRESS}Not", "digsrctype:", "none:print"]
)
def test_parse_takes_no_other_words_for_a_type(words):
    assert DigitalSourceType.parse(words) is DigitalSourceType.UNRECOGNISED


@given(st.binary())
def test_read_stated_source_never_fails(noise):
    source = read_stated_source(EmbeddedMetadata(xmp=noise))
    assert source.state in {MetadataState.UNREADABLE, MetadataState.ABSENT}


def test_generated_and_edited_exclude_each_other():
    assert not [kind for kind in DigitalSourceType if kind.is_generated and kind.is_edited]


@pytest.mark.parametrize("nothing", ["empty", "unrecognised"])
def test_of_several_that_which_says_nothing_is_taken_last(nothing):
    types = [DigitalSourceType(nothing), DigitalSourceType.DIGITAL_CAPTURE]
    assert after_all(types) is after_all(types[::-1]) is DigitalSourceType.DIGITAL_CAPTURE


def test_of_nothing_stated_nothing_is_made():
    assert after_all([]) is None
