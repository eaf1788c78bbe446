"""One file a journey, each reading like the written guide."""
