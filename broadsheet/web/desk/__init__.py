"""What the desk shows that belongs to no single trade: its home, letters, the set-up screen."""
