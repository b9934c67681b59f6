"""The reporter's trade: stories, sections, bylines, pictures with their credits, claims.

Write through `actions`, read through `queries`; page classes live in `models`.
"""
