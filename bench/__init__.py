"""How fast the newsroom is, always beside nginx on the same machine in the same run.

`make bench` runs the table; README.md says what each line measures and how to read it.
"""
