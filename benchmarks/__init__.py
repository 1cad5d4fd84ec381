"""Measurements, each printing one JSON line last."""
