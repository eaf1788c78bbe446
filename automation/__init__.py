"""The machinery: knows AP's screens, the vault and the evidence; not the order of the guide's steps."""
