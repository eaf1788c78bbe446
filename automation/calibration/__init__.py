"""AP's screens as they were recorded, how they differ from what AP shows now, and corrections to its wording."""
