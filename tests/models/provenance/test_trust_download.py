import pytest

from models.provenance.trust_download import (
    MAX_BYTES,
    TrustListError,
    download_trust_list,
    is_address,
)
from models.provenance.trust_list import TrustList
from tests.conftest import free_port
from tests.file_server import Fault, serving


@pytest.fixture
def server(authority):
    with serving({"/list.pem": authority.pem.encode()}) as running:
        yield running


@pytest.mark.parametrize(
    ("source", "expected"),
    [("https://a.example/x", True), ("HTTP://a.example", True), ("list.pem", False), ("", False)],
)
def test_an_address_is_told_from_a_file(source, expected):
    assert is_address(source) == expected


def test_list_is_downloaded_with_one_request(server, authority):
    assert download_trust_list(f"{server.address}/list.pem") == TrustList(authority.pem)
    assert [path for path, _ in server.asked] == ["/list.pem"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault(status=503), "answered with status 503"),
        (Fault(location="https://elsewhere.example/list.pem"), "points on to https://elsewhere"),
        (Fault(content=b"<html>Please log in</html>"), "holds no certificates"),
        (Fault(content=b"x" * (MAX_BYTES + 1)), "sent more than a trust list can be"),
        (Fault(sent=100), "cannot be reached"),
    ],
    ids=["refused", "sent elsewhere", "another file", "too large", "broken off"],
)
def test_what_goes_wrong_is_one_sentence_and_one_request(server, fault, sentence):
    server.faults.append(fault)
    with pytest.raises(TrustListError, match=sentence):
        download_trust_list(f"{server.address}/list.pem")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "address", ["http://a.example/list.pem", "http://127.0.0.1.a.example/x", "http://10.0.0.1/x"]
)
def test_an_address_that_anyone_on_the_way_could_change_is_refused_unasked(address):
    with pytest.raises(TrustListError, match="begins with https"):
        download_trust_list(address)


@pytest.mark.parametrize("path", ["", ":x/y", "/\0"])
def test_a_host_that_does_not_answer_is_one_sentence(path):
    with pytest.raises(TrustListError, match="cannot be reached"):
        download_trust_list(f"http://127.0.0.1:{free_port()}{path}")
