"""What each command does with its settings: from values to a flow, and from a receipt to a result."""
