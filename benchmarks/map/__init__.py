"""The map page measured: beside two rivals on the same data, killed, and late (`__main__`)."""
