"""The busiest hour of a large paper: who reads, sends and decides in it, and what breaks first."""
