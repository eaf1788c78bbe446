"""How long the vault takes, beside others doing the same. Not tests: `python -m tests.benchmarks.vault`."""
