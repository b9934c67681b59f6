"""What happens around every view, a file for each thought; the order stands in the settings."""
