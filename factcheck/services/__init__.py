"""What a person can do, one module per noun, one function per thing done: the only door to the rest.

The window and the command line call these functions with a ``Desk`` (an open library, its settings, and who works)
and get frozen values back; every change returns ``Done``: the value, the step that the trail keeps, what was touched.
"""
