"""Tests of the look: filters, components, forms, pages of the frame, assets."""
