"""What a query may spend and what it has spent."""
