"""Finding modules, holding them, and running plans on them."""
