"""Tests of `automation/ap`."""
