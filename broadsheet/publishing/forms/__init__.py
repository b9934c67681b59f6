"""What people at the desk hand in, parsed and cleaned: one file per noun."""
