"""Tests of what the commands do before and after the flows."""
