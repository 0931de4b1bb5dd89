import pytest

from models.provenance.trust_list import TrustList, TrustListError, load_trust_list


def test_load_trust_list_returns_the_certificates_as_they_are(tmp_path, authority):
    path = tmp_path / "roots.pem"
    path.write_text(authority.pem)
    assert load_trust_list(path) == TrustList(authority.pem)


@pytest.mark.parametrize("content", ["", "not a certificate", "-----BEGIN CERTIFICATE-----\nAA"])
def test_load_trust_list_refuses_a_file_without_certificates(content, tmp_path):
    path = tmp_path / "roots.pem"
    path.write_text(content)
    with pytest.raises(TrustListError, match="Give a file of PEM certificates"):
        load_trust_list(path)


def test_load_trust_list_refuses_a_missing_file(tmp_path):
    with pytest.raises(TrustListError, match=r"roots\.pem cannot be read. Give a file of PEM"):
        load_trust_list(tmp_path / "roots.pem")
