"""Files in, facts out; edits in, files out: pure functions of bytes and values."""
