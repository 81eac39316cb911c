"""The core of Factcheck Workbench: everything but the window. Nothing in here imports Qt.

Layers, imports run one way::

    ui -> cli -> services -> {intake, store, matching, reports} -> {text, web} -> domain

``errors``, ``i18n``, ``paths``, ``resources`` and ``settings`` stand beside the layers, for all of them; of these
``domain`` uses the first two alone.
"""

__version__ = "1.0.0"
