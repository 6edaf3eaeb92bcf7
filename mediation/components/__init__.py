"""The look of the house: template tags, the form renderer and the page that shows every component."""
