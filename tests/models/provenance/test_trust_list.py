import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from models.provenance.trust_list import (
    TrustList,
    TrustListError,
    load_trust_list,
    parse_trust_list,
)


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


def test_parse_trust_list_keeps_certificates_alone_and_each_once(authority, stranger):
    content = f"Our school\n{authority.pem}\n{stranger.pem}\n# again\n{authority.pem}"
    assert parse_trust_list(content.encode(), "x") == TrustList(authority.pem + stranger.pem)


def test_one_damaged_certificate_spoils_the_list(authority, stranger):
    lines = stranger.pem.splitlines(keepends=True)
    with pytest.raises(TrustListError, match="or one that is damaged"):
        parse_trust_list((authority.pem + "".join(lines[:2] + lines[3:])).encode(), "x")


def test_private_key_is_refused_without_a_trace_of_it(authority):
    key = authority.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(TrustListError, match="holds a private key") as caught:
        parse_trust_list(authority.pem.encode() + key, "x")
    assert key.splitlines()[1].decode() not in str(caught.value)


def test_certificate_that_may_not_vouch_for_others_is_refused_by_name(authority):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example\x1b[2J School")])
    leaf = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(authority.certificate.not_valid_before_utc)
        .not_valid_after(authority.certificate.not_valid_after_utc)
        .sign(key, hashes.SHA256())
    )
    pem = leaf.public_bytes(serialization.Encoding.PEM)
    with pytest.raises(TrustListError, match=r"Example \[2J School may not vouch for others"):
        parse_trust_list(pem, "x")


def test_authorities_are_named_with_what_to_compare(authority):
    (found,) = TrustList(authority.pem).authorities
    assert found.name == "Example Root, Example Root certificate"
    assert found.expires == authority.certificate.not_valid_after_utc
    assert found.fingerprint == authority.certificate.fingerprint(hashes.SHA256()).hex()
