import logging

import pytest

from models.provenance import installed_trust_list
from models.provenance.credential import CredentialState, check_credential
from models.provenance.installed_trust import (
    DEFAULT_FOLDER,
    FOLDER_SETTING,
    add_to_trust_list,
    installed_files,
    installed_folder,
    replace_trust_list,
)
from models.provenance.trust_list import TrustList, TrustListError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "new" / "trust"
    monkeypatch.setenv(FOLDER_SETTING, str(folder))
    return folder


def test_folder_is_in_data_unless_the_setting_names_another(monkeypatch, folder):
    assert installed_folder() == folder
    monkeypatch.delenv(FOLDER_SETTING)
    assert installed_folder() == DEFAULT_FOLDER
    assert DEFAULT_FOLDER.parent.name == "data"


def test_without_any_list_nobody_is_trusted(folder):
    assert installed_trust_list() is None
    assert not folder.exists()


def test_an_installed_list_turns_an_unknown_signer_into_a_trusted_one(photograph, authority, sign):
    signed = sign(photograph, authority)
    before = check_credential(signed, "image/jpeg", installed_trust_list())
    replace_trust_list(TrustList(authority.pem))
    after = check_credential(signed, "image/jpeg", installed_trust_list())
    assert before.state is CredentialState.VALID_UNKNOWN_SIGNER
    assert after.state is CredentialState.TRUSTED


def test_replacing_the_list_keeps_what_was_added(authority, stranger, sign, photograph):
    add_to_trust_list(TrustList(stranger.pem))
    replace_trust_list(TrustList(authority.pem))
    replace_trust_list(TrustList(authority.pem))
    assert installed_trust_list() == TrustList(authority.pem + stranger.pem)


def test_adding_the_same_again_changes_nothing(authority):
    for _ in range(2):
        add_to_trust_list(TrustList(authority.pem))
    assert installed_trust_list() == TrustList(authority.pem)


def test_adding_a_part_of_what_is_trusted_takes_nothing_away(authority, stranger):
    add_to_trust_list(TrustList(authority.pem + stranger.pem))
    add_to_trust_list(TrustList(authority.pem))
    names = {found.name for found in installed_trust_list().authorities}
    assert names == {
        "Example Root, Example Root certificate",
        "Stranger Root, Stranger Root certificate",
    }


def test_a_damaged_file_is_left_out_and_noted(authority, stranger, caplog):
    replace_trust_list(TrustList(authority.pem))
    add_to_trust_list(TrustList(stranger.pem))
    general, _ = installed_files()
    general.write_text("no certificate")
    with caplog.at_level(logging.WARNING):
        assert installed_trust_list() == TrustList(stranger.pem)
    assert "list.pem holds no certificates that can be read" in caplog.text


def test_what_cannot_be_written_is_one_sentence_and_keeps_the_old(authority, folder):
    folder.parent.mkdir()
    folder.write_text("a file, not a folder")
    with pytest.raises(TrustListError, match="could not be written"):
        replace_trust_list(TrustList(authority.pem))
    assert folder.read_text() == "a file, not a folder"
