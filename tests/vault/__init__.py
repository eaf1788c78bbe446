"""Tests of `automation.vault`, judged by `keepassxc-cli`."""
