"""A local AP, as a browser sees it: its pages, its API, and an audit of what the browser really did.

An independent witness: nothing here comes from the code that drives AP, not even the token's checksum, so
that one mistake cannot pass on both sides.

`scenario` says how AP behaves, `server` runs it, `audit` is what it saw.
"""
