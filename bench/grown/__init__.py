"""What is measured on papers that have grown (`bench/growth` makes them)."""
