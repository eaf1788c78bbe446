"""Training: the guide's steps shown in a visible browser, or done by a trainee while the assistant watches."""
