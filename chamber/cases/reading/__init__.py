"""What one person may read of a case."""
