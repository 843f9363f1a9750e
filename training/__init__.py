"""Training of what ships: the router's weights, and the queries written for them. Not part of the wheel."""
