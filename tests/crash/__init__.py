"""The real command, killed: at every boundary it passes on the disk, at events that AP sees, at random instants."""
