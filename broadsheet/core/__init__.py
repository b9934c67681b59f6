"""What every room stands on: time, money, ids, text, signed links, limits and the outbox.

Nothing in here knows a newsroom's nouns; import the module you need, such as `core.clock`.
"""
