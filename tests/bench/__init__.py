"""What `make bench` prints: our costs beside those of others; docs/performance.md explains it."""
