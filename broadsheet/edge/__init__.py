"""The process that readers meet: it listens, guards what comes in, and runs Django behind it.

Start it with `serve.run()`; `listen.bind()` finds out first whether the address is free.
"""
