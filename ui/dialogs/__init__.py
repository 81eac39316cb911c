"""Dialogs: for what needs words before it can be done. Nothing here asks what undo can answer."""
