"""Boligatlas: housing areas on a map, offline.

Layers point downwards: ``ui`` and ``builder`` (which never meet) stand on ``reports``, ``reports``
on ``maps``, ``maps`` on ``core``. Only ``ui`` knows Qt.
"""

__version__ = "0.1.0"
