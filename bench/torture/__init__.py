"""Writers and readers at once, and a server that is killed: is every page that is read true?

`python -m bench.torture` says what it does; docs/freshness.md says what it proves.
"""
