"""Plain functions that make one thing each through the actions; one module a room."""
