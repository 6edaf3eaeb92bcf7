"""Encryption at rest: unreadable in the table, plain on the instance, found by keyed hash, keys replaceable."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from mediation.accounts.models import User
from mediation.crypto import KeyLost, decrypt, decrypt_bytes, encrypt, encrypt_bytes, keyed_hash
from tests.mediation.factories import UserFactory


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_goes_in_comes_out(text: str) -> None:
    assert decrypt(encrypt(text)) == text


def test_the_same_text_is_never_stored_twice_alike() -> None:
    assert encrypt("13800000000") != encrypt("13800000000")


def test_a_new_key_in_front_writes_and_the_old_one_still_reads(settings: Settings) -> None:
    old = encrypt("𠮷野")
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert decrypt(old) == "𠮷野"
    new = encrypt("𠮷野")
    settings.FIELD_KEYS = settings.FIELD_KEYS[1:]
    with pytest.raises(KeyLost):
        decrypt(new)


@given(st.binary())
def test_files_come_out_as_they_went_in(content: bytes) -> None:
    token = encrypt_bytes(content)
    assert decrypt_bytes(token) == content
    with pytest.raises(KeyLost):
        decrypt_bytes(token[:-4])


def test_hashes_meet_whatever_the_width_case_and_blanks(settings: Settings) -> None:
    one = keyed_hash("11010519491231002x")
    assert one == keyed_hash(" １１０１０５１９４９１２３１００２Ｘ ")
    assert one != keyed_hash("110105194912310021")
    settings.HASH_KEY = "another-key-" + "k" * 40
    assert one != keyed_hash("11010519491231002x")


def test_nothing_has_no_hash() -> None:
    assert keyed_hash("") == keyed_hash("  ") == ""


@pytest.mark.django_db
class TestField:
    def test_the_table_holds_no_plain_text(self) -> None:
        person = UserFactory(phone="13800000000")
        with connection.cursor() as cursor:
            cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [person.pk])
            (stored,) = cursor.fetchone()
        assert "138" not in stored
        assert decrypt(stored) == "13800000000"
        assert User.objects.get(pk=person.pk).phone == "13800000000"

    def test_empty_stays_empty(self) -> None:
        person = UserFactory(phone="")
        with connection.cursor() as cursor:
            cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [person.pk])
            assert cursor.fetchone() == ("",)

    @pytest.mark.parametrize("lookup", ["phone", "phone__in", "phone__contains", "phone__startswith"])
    def test_searching_the_cipher_text_is_refused(self, lookup: str) -> None:
        with pytest.raises(FieldError, match="keyed hash"):
            User.objects.filter(**{lookup: "13800000000"})
