"""What the union counts and reports."""
