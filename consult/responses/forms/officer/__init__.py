"""The forms of the officer's pages for responses."""
