"""AP: its screens as page objects, what its controls are called, and how they are found."""
