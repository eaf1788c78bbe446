"""The command `ap-token` as its users call it: a process, its exit code, its output."""
