"""The core of Factcheck Workbench: everything but the window. Nothing in here imports Qt.

Layers, imports run one way::

    ui -> cli -> services -> {intake, store, matching, reports} -> {text, web} -> domain

``errors``, ``i18n``, ``paths``, ``resources`` and ``settings`` stand beside the layers; all but ``domain`` use them.
"""

__version__ = "1.0.0"
