"""The pages of the returning officer."""
