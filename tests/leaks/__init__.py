"""The whole job with canaries for secrets, in every outcome, and a search for them in all that it touches."""
