"""The reporter's trade: articles, sections, bylines, pictures with their credits, claims, corrections.

Write through `actions`, read through `queries`; page classes live in `models`.
"""
