"""Maps without a screen: classes, colours, outlines, the drawing that screen and paper share.

Imports ``core`` and numpy. Knows neither Qt nor PDF.
"""
