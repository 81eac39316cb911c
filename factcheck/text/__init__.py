"""An article’s text to claims: pure functions over a language pack. ``split`` is the pipeline."""
