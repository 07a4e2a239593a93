"""A small app that uses everything the ground offers: the sample act the harness breaks at every point."""
