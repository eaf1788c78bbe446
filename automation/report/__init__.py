"""The report: what happened in a run, shown to someone who was not there; and the index of all runs."""
