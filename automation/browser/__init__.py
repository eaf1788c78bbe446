"""The browser: found or installed, opened, and listened to when the page copies."""
