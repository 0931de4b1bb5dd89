import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from models.generators.authority import new_authority, open_authority


def test_authority_is_made_once(tmp_path):
    first = open_authority(tmp_path / "new" / "folder")
    assert open_authority(tmp_path / "new" / "folder") == first
    assert open_authority(tmp_path / "other") != first


def test_private_key_is_the_owners_alone(tmp_path):
    open_authority(tmp_path)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"root.pem": 0o600, "signer.pem": 0o600, "signer.key": 0o600}


def test_root_vouches_for_the_signer_and_keeps_no_key(tmp_path):
    authority = open_authority(tmp_path)
    signer, root = x509.load_pem_x509_certificates(authority.chain.encode())
    signer.verify_directly_issued_by(root)
    key = load_pem_private_key(authority.key.encode(), None)
    assert key.public_key() == signer.public_key()
    assert key.public_key() != root.public_key()


def test_copies_of_the_certificates_are_made_again(tmp_path):
    first = open_authority(tmp_path)
    (tmp_path / "root.pem").unlink()
    (tmp_path / "signer.pem").write_text("another")
    assert open_authority(tmp_path) == first
    assert (tmp_path / "root.pem").read_text() == first.root
    assert (tmp_path / "signer.pem").read_text() == first.chain


def test_a_key_without_certificates_is_replaced(tmp_path):
    (tmp_path / "signer.key").write_text(new_authority().key)
    authority = open_authority(tmp_path)
    signer, root = x509.load_pem_x509_certificates(authority.chain.encode())
    signer.verify_directly_issued_by(root)
    assert load_pem_private_key(authority.key.encode(), None).public_key() == signer.public_key()
    assert open_authority(tmp_path) == authority


def test_authority_of_an_earlier_version_is_kept(tmp_path):
    kept = new_authority()
    for name, content in (
        ("signer.key", kept.key), ("signer.pem", kept.chain), ("root.pem", kept.root)
    ):  # fmt: skip
        (tmp_path / name).write_text(content)
    assert open_authority(tmp_path) == kept


def test_what_is_no_authority_is_left_as_it_is(tmp_path):
    for name in ("signer.key", "signer.pem"):
        (tmp_path / name).write_text("something else")
    with pytest.raises(ValueError, match="a key and no certificates"):
        open_authority(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "signer.key": "something else",
        "signer.pem": "something else",
    }


@pytest.mark.parametrize("has_links", [True, False])
def test_programs_that_start_at_once_get_one_authority_and_do_not_mix_theirs(
    tmp_path, monkeypatch, has_links
):
    def no_link(*_: object, **__: object) -> None:
        raise PermissionError

    if not has_links:
        monkeypatch.setattr(os, "link", no_link)
    for number in range(10):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(8) as programs:
            found = list(programs.map(open_authority, [folder] * 8))
        assert not has_links or len(set(found)) == 1
        for authority in (*found, open_authority(folder)):
            signer, root = x509.load_pem_x509_certificates(authority.chain.encode())
            signer.verify_directly_issued_by(root)
            key = load_pem_private_key(authority.key.encode(), None)
            assert key.public_key() == signer.public_key()
        assert sorted(path.name for path in folder.iterdir()) == [
            "root.pem", "signer.key", "signer.pem",
        ]  # fmt: skip


def test_authorities_made_in_memory_bear_the_same_names_and_different_keys():
    one, other = new_authority(), new_authority()
    roots = [x509.load_pem_x509_certificate(found.root.encode()) for found in (one, other)]
    assert roots[0].subject == roots[1].subject
    assert roots[0].public_key() != roots[1].public_key()
    assert one.key != other.key
