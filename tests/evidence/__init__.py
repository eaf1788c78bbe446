"""Tests of `automation/evidence`."""
