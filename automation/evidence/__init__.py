"""What a run leaves behind: its folder, its journal, its result."""
