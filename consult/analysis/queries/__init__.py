"""Questions about codebooks, themes and what they hold."""
