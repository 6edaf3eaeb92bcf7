"""Signing in and out, locked accounts, initial passwords, and where a person lands."""

from http import HTTPStatus

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from mediation.accounts.models import User
from mediation.accounts.services import initial_password, open_account, reset_password
from mediation.parks.roles import Role
from tests.mediation.factories import PASSWORD, CourtFactory, ParkFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
PASSWORD_PAGE = "/account/password/"


def try_to_sign_in(client: Client, username: str, password: str) -> int:
    return client.post(SIGN_IN, {"username": username, "password": password}).status_code


class TestSignIn:
    def test_by_user_name_and_password(self, client: Client) -> None:
        person = UserFactory(username="lixia")
        response = client.post(SIGN_IN, {"username": "lixia", "password": PASSWORD})
        assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, reverse("home"))
        assert client.session["_auth_user_id"] == str(person.pk)

    def test_the_way_back_is_kept_inside_the_house(self, client: Client) -> None:
        UserFactory(username="lixia")
        page = client.get(f"{SIGN_IN}?next={PASSWORD_PAGE}")
        assert f'name="next" value="{PASSWORD_PAGE}"' in page.content.decode()
        there = client.post(SIGN_IN, {"username": "lixia", "password": PASSWORD, "next": PASSWORD_PAGE})
        assert there["Location"] == PASSWORD_PAGE
        client.logout()
        away = client.post(SIGN_IN, {"username": "lixia", "password": PASSWORD, "next": "https://example.org/"})
        assert away["Location"] == reverse("home")

    @pytest.mark.parametrize("who", ["wrong password", "unknown", "inactive"])
    def test_a_refusal_does_not_tell_why(self, client: Client, who: str) -> None:
        UserFactory(username="lixia")
        UserFactory(username="former", is_active=False)
        tried = {"wrong password": ("lixia", "no"), "unknown": ("nobody", PASSWORD), "inactive": ("former", PASSWORD)}
        username, password = tried[who]
        page = client.post(SIGN_IN, {"username": username, "password": password})
        assert page.status_code == HTTPStatus.OK
        assert "用户名或者密码不对" in page.content.decode()

    def test_empty_fields_say_what_to_fill_in(self, client: Client) -> None:
        page = client.post(SIGN_IN, {"username": "", "password": ""}).content.decode()
        assert "请填写用户名" in page
        assert "请填写密码" in page

    def test_five_wrong_tries_lock_the_account_for_fifteen_minutes(self, client: Client) -> None:
        UserFactory(username="lixia")
        with time_machine.travel("2026-09-01T09:00:00+08:00", tick=False) as clock:
            for _ in range(4):
                assert try_to_sign_in(client, "lixia", "wrong") == HTTPStatus.OK
            assert try_to_sign_in(client, "lixia", "wrong") == HTTPStatus.TOO_MANY_REQUESTS
            locked = client.post(SIGN_IN, {"username": "lixia", "password": PASSWORD})
            assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS
            assert "15 分钟后再试" in locked.content.decode()
            clock.shift(15 * 60 + 1)
            assert try_to_sign_in(client, "lixia", PASSWORD) == HTTPStatus.FOUND

    def test_one_locked_account_does_not_lock_the_room(self, client: Client) -> None:
        UserFactory(username="lixia")
        UserFactory(username="wangmin")
        for _ in range(5):
            try_to_sign_in(client, "lixia", "wrong")
        assert try_to_sign_in(client, "wangmin", PASSWORD) == HTTPStatus.FOUND

    def test_an_idle_session_ends_after_half_an_hour(self, client: Client) -> None:
        person = UserFactory()
        with time_machine.travel("2026-09-01T09:00:00+08:00", tick=False) as clock:
            client.force_login(person)
            clock.shift(29 * 60)
            assert client.get(PASSWORD_PAGE).status_code == HTTPStatus.OK
            clock.shift(29 * 60)
            assert client.get(PASSWORD_PAGE).status_code == HTTPStatus.OK
            clock.shift(30 * 60 + 1)
            assert client.get(PASSWORD_PAGE).status_code == HTTPStatus.FOUND

    def test_an_account_closed_meanwhile_is_out_at_the_next_click(self, client: Client) -> None:
        person = UserFactory()
        client.force_login(person)
        User.objects.filter(pk=person.pk).update(is_active=False)
        assert client.get(PASSWORD_PAGE).status_code == HTTPStatus.FOUND


class TestSignOut:
    def test_by_post_only(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert client.get("/account/sign-out/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
        assert client.post("/account/sign-out/")["Location"] == SIGN_IN
        assert "_auth_user_id" not in client.session


class TestOwnPassword:
    def change(self, client: Client, old: str, new: str, again: str | None = None) -> str:
        answer = client.post(PASSWORD_PAGE, {"old_password": old, "new_password1": new, "new_password2": again or new})
        return "" if answer.status_code == HTTPStatus.FOUND else answer.content.decode()

    def test_a_new_password_replaces_the_old_one_and_ends_other_sessions(self, client: Client) -> None:
        person = UserFactory(username="lixia")
        elsewhere = Client()
        elsewhere.force_login(person)
        client.force_login(person)
        assert self.change(client, PASSWORD, "Xin-mima-2026") == ""
        assert client.get(PASSWORD_PAGE).status_code == HTTPStatus.OK
        assert elsewhere.get(PASSWORD_PAGE).status_code == HTTPStatus.FOUND
        assert try_to_sign_in(Client(), "lixia", "Xin-mima-2026") == HTTPStatus.FOUND

    @pytest.mark.parametrize(
        ("old", "new", "again", "words"),
        [
            ("wrong", "Xin-mima-2026", None, "原密码不对"),
            (PASSWORD, "Xin-mima-2026", "Xin-mima-2027", "两次填写的新密码不一样"),
            (PASSWORD, PASSWORD, None, "新密码不能与原密码相同"),
            (PASSWORD, "Xm-2026", None, "12"),
            (PASSWORD, "woaigongzuo2026", None, "至少三种"),
            (PASSWORD, "zhangxiaoming-A1", None, "相似"),
        ],
    )
    def test_a_refusal_says_what_to_do(self, client: Client, old: str, new: str, again: str | None, words: str) -> None:
        person = UserFactory(username="zhangxiaoming")
        client.force_login(person)
        assert words in self.change(client, old, new, again)
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_an_initial_password_opens_this_page_only(self, client: Client) -> None:
        appointed(Role.LAWYER, ParkFactory(), user=(person := UserFactory(username="xinlai")))
        initial = reset_password(person)
        assert try_to_sign_in(client, "xinlai", initial) == HTTPStatus.FOUND
        assert client.get("/")["Location"] == PASSWORD_PAGE
        assert "请先设自己的密码" in client.get(PASSWORD_PAGE).content.decode()
        assert self.change(client, initial, "Xin-mima-2026") == ""
        person.refresh_from_db()
        assert not person.must_change_password


class TestAccounts:
    def test_opening_one(self) -> None:
        person, password = open_account(username="xinlai", name="欧阳𠮷", phone="13800000000", staff_number="G-01")
        assert person.check_password(password)
        assert person.must_change_password
        assert str(User.objects.get(username="xinlai")) == "欧阳𠮷"

    def test_names_and_numbers_are_given_once(self) -> None:
        open_account(username="xinlai", name="甲", staff_number="G-01")
        with pytest.raises(ValidationError, match="已有人使用"):
            open_account(username="xinlai", name="乙")
        with pytest.raises(ValidationError, match="工号"):
            open_account(username="houlai", name="乙", staff_number="G-01")
        with pytest.raises(IntegrityError):
            UserFactory(staff_number="G-01")

    def test_several_people_without_a_staff_number(self) -> None:
        UserFactory(staff_number="")
        UserFactory(staff_number="")

    def test_initial_passwords_are_dictated_easily_and_differ(self) -> None:
        made = {initial_password() for _ in range(50)}
        assert len(made) == 50
        assert not any(set("0O1lIoi") & set(password) for password in made)


class TestHome:
    @pytest.mark.parametrize(
        ("role", "view"),
        [
            (Role.REGISTRAR, "desk:worklist"),
            (Role.LAWYER, "desk:worklist"),
            (Role.ROOM_HEAD, "desk:worklist"),
            (Role.SUPERVISOR, "oversight:parks"),
            (Role.AUDITOR, "oversight:parks"),
            (Role.COURT_LIAISON, "court:queue"),
        ],
    )
    def test_everybody_lands_at_their_work(self, client: Client, role: Role, view: str) -> None:
        client.force_login(appointed(role, CourtFactory() if role is Role.COURT_LIAISON else ParkFactory()))
        response = client.get("/")
        assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, reverse(view))

    def test_without_an_appointment_the_page_says_so(self, client: Client) -> None:
        client.force_login(UserFactory())
        response = client.get("/")
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "没有在任何园区、调解室或者法院任职" in response.content.decode()

    def test_visitors_see_two_doors(self, client: Client) -> None:
        page = client.get("/")
        assert page.status_code == HTTPStatus.OK
        assert SIGN_IN in page.content.decode()


class TestEveryPage:
    def test_is_kept_by_no_cache_and_runs_no_foreign_script(self, client: Client) -> None:
        response = client.get(SIGN_IN)
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "<script>" not in response.content.decode()
        assert "no-store" in response["Cache-Control"]

    def test_practice_mode_is_visible(self, client: Client, settings: Settings) -> None:
        assert "人物均为虚构" not in client.get(SIGN_IN).content.decode()
        settings.PRACTICE_MODE = True
        assert "人物均为虚构" in client.get(SIGN_IN).content.decode()
