"""The XMP packet: notes as XML, written by editors, generators and picture agencies."""

from collections import defaultdict
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Containers of values: not properties themselves.
_CONTAINERS = {f"{_RDF}{name}" for name in ("Alt", "Bag", "Seq", "li")}


class XmpError(ValueError):
    """Not well-formed XML, or it declares entities, which an honest packet has no use for."""


def read_properties(packet: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return the texts of every property in a packet, in order, by "{namespace}name".

    A property may be an attribute, an element, an address given as rdf:resource, or a list of
    which each entry is a text. Empty texts are left out.

    Raises:
        XmpError: the packet cannot be read safely.

    Source:
        ISO 16684-1:2019 (XMP), section 7.
    """
    try:
        root = fromstring(packet.strip(b"\0 \r\n\t"), forbid_dtd=True)
    # LookupError: it names an encoding that nobody knows.
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise XmpError(str(error)) from error
    found: dict[str, list[str]] = defaultdict(list)
    for element in root.iter():
        if element.tag in _CONTAINERS:
            continue
        values = [*element.attrib.items(), (element.tag, element.get(f"{_RDF}resource"))]
        values += [(element.tag, words) for words in _texts(element)]
        for name, value in values:
            if value and value.strip():
                found[name].append(value.strip())
    return {name: tuple(values) for name, values in found.items()}


def _texts(element: Element) -> list[str | None]:
    # Only a list that is the property's own value, not those of properties within.
    entries = [entry.text for container in element if container.tag in _CONTAINERS
               for entry in container if entry.tag == f"{_RDF}li"]  # fmt: skip
    return [element.text, *entries]
