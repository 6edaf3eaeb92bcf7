"""Settings of the service: base (what is always so), dev (single PC, practice), test, prod."""
