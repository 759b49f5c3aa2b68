"""What the tests stand on: surroundings, databases, a browser, programs of the machine."""
