"""Telegram in, messages and files out: the product's outermost layer and its composition root."""
