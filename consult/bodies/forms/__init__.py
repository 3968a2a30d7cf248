"""Forms of the bodies room."""
