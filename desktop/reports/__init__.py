"""Paper: PDF made from the same drawings as the screen.

The only importer of reportlab and pikepdf. Imports ``maps`` and ``core``.
"""
