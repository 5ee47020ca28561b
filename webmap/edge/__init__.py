"""What stands between the network and the pages: rights, refusals, limits, addresses, the shell."""
