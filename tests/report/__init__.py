"""The report and the index, judged in a real browser."""
