"""Forms of sign-in and of the own password, with errors that say what to do."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password; the answer does not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": _("用户名或者密码不对，请核对后重新输入。连续输错五次，账号锁定十五分钟。"),
        "inactive": _("用户名或者密码不对，请核对后重新输入。连续输错五次，账号锁定十五分钟。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["username"].error_messages["required"] = _("请填写用户名")
        self.fields["password"].label = _("密码")
        self.fields["password"].error_messages["required"] = _("请填写密码")


class OwnPasswordForm(PasswordChangeForm):
    """The old password and twice the new one; the new one must differ."""

    error_messages = {
        "password_mismatch": _("两次填写的新密码不一样，请重新填写。"),
        "password_incorrect": _("原密码不对，请重新填写。"),
        "same_password": _("新密码不能与原密码相同。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"old_password": _("原密码"), "new_password1": _("新密码"), "new_password2": _("再填一次新密码")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("请填写%(label)s") % {"label": label}
        # One sentence instead of the validators' list; what is still wrong is said after saving.
        self.fields["new_password1"].help_text = _(
            "至少12个字符，含大写字母、小写字母、数字、其他符号中的三种；不要用姓名、工号、电话。"
        )
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new and new == self.data.get(self.add_prefix("old_password")):
            raise forms.ValidationError(self.error_messages["same_password"], code="same_password")
        return new

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)
