"""Tests of the recorded screens, their differences, and corrections to the catalogue."""
