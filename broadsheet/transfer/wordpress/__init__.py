"""Moves a WordPress site in from its export file (WXR).

`importer.import_wordpress` is the door; `reader` reads the file, `body` maps texts to our blocks.
"""
