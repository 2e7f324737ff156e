"""Measuring what the work costs as a library grows, and planning by what was measured."""
