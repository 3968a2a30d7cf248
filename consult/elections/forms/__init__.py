"""Forms of the elections room."""
