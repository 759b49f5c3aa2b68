"""The demo institutions: made by simulated work through commands, never written into tables."""
