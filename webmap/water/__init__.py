"""Pages of water quality: a month of sections, one section, a year by a scheme."""
