"""Tests of what signs AP's login request."""
