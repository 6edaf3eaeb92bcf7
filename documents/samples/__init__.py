"""Invented papers of every kind, to look at and to test with."""

from collections.abc import Mapping

from documents.samples import application, dossier, first, handover, health, outcome, procedure
from documents.samples.base import Sample

__all__ = ["SAMPLES", "Sample"]

SAMPLES: Mapping[str, Sample] = {
    name: sample
    for family in (first, application, procedure, outcome, handover, health, dossier)
    for name, sample in family.SAMPLES.items()
}
"""Under the code of its kind the plain sample, under code and a word its varieties."""
