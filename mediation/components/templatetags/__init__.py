"""Template tags of the house: `{% load house %}`."""
