"""Money given by readers: campaigns, the monthly meter, gifts, gateways and the ledger.

Write through `actions`, read through `queries`; only `ledger.py` books money, and it never edits.
"""
