"""Screens for staff, one file for each subject; `wagtail_hooks.py` gives them addresses."""
