"""The journeys, in a real Chromium against the replica, judged by its audit and by keepassxc-cli."""
