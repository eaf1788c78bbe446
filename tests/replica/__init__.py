"""The replica: its API, its pages in a real browser, its audit."""
