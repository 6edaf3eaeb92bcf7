from typing import Any

from django.db import migrations, models
from django.db.models import F


def all_of_it(apps: Any, schema_editor: Any) -> None:
    """Sheets kept so far belong to their claim whole, and the newest of each claim counts, as it did."""
    calculation = apps.get_model("cases", "Calculation")
    calculation.objects.update(own=F("total"), counts=False)
    newest = calculation.objects.values("claim").annotate(last=models.Max("pk")).values_list("last", flat=True)
    calculation.objects.filter(pk__in=list(newest)).update(counts=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_holiday_notices_and_limitation_pauses")]

    operations = [
        migrations.AddField(
            model_name="calculation",
            name="own",
            field=models.DecimalField(
                decimal_places=2, default=0, max_digits=14, verbose_name="属于本项请求的金额（元）"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="calculation",
            name="counts",
            field=models.BooleanField(default=True, verbose_name="计入请求的测算金额"),
        ),
        migrations.RunPython(all_of_it, migrations.RunPython.noop),
    ]
