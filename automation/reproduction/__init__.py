"""Replays a customer's run on the replica: set up as the customer's AP was, same flow, and a comparison of the two.

`sources` finds what to replay, `derive` makes a scenario of a run's record, `replay` runs it, `compare` says whether
the same happened, `keeping` leaves both in the folder of the reproduction.
"""
