"""Takes the sample newsroom out again, and leaves what people added to it."""
def remove() -> list[str]:
    return []
