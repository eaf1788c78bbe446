"""What a customer sends, and what is read of it."""
