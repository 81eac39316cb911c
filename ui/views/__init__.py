"""What is seen: the window's parts, each a widget that asks the models and tells the actions."""
