"""Django app of the components: it has no models, only template tags, the form renderer and a few small pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComponentsConfig(AppConfig):
    name = "mediation.components"
    label = "components"
    verbose_name = _("界面组件")

    def ready(self) -> None:
        from django.forms import BooleanField, ChoiceField, Field, FileField

        # Django's own sentence states a fact (这个字段是必填项); an error has to say what to do.
        Field.default_error_messages["required"] = _("请填写这一项。")
        ChoiceField.default_error_messages["required"] = _("请选择一项。")
        BooleanField.default_error_messages = {"required": _("请确认，然后打勾。")}
        FileField.default_error_messages["required"] = _("请选择要上传的文件。")
