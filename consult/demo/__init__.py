"""The invented city that shows the house, and the makers that it shares with the tests."""
