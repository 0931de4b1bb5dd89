import stat

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


def test_half_made_authority_is_made_anew(tmp_path):
    open_authority(tmp_path)
    (tmp_path / "root.pem").unlink()
    authority = open_authority(tmp_path)
    signer, root = x509.load_pem_x509_certificates(authority.chain.encode())
    signer.verify_directly_issued_by(root)
    assert authority.root.encode() in authority.chain.encode()


def test_authorities_made_in_memory_bear_the_same_names_and_different_keys():
    one, other = new_authority(), new_authority()
    roots = [x509.load_pem_x509_certificate(found.root.encode()) for found in (one, other)]
    assert roots[0].subject == roots[1].subject
    assert roots[0].public_key() != roots[1].public_key()
    assert one.key != other.key
