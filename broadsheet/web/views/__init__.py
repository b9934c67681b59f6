"""HTTP in, one question to a trade, HTTP out."""
