"""Tests of `automation/browser`."""
