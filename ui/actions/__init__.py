"""What can be done in the window: the table of actions, how they are bound to keys, and what each one calls."""
