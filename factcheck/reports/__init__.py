"""One plain report model, then one writer per format, so that the formats cannot disagree."""
