"""The support bundle: what a customer sends, and what is read from a stranger's one."""
