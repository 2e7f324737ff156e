"""Our service and its neighbours over the same passages: time, memory and nDCG@10 of each."""
