"""The library of ready scenarios."""
