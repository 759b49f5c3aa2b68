"""Everything the house promises, checked: by floor, by story, in a browser."""
