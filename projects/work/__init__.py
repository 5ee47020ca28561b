"""What the office does for whoever asks: who that is, what he may do, and the jobs done for him."""
