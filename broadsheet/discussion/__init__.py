"""The host's trade: threads under any page, comments, votes, and how they are moderated.

Write through `actions`, read through `queries`; a thread hangs on a subject key.
"""
