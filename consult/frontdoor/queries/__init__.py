"""What the front door asks of the rooms below it."""
