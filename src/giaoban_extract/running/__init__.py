"""Many articles: processes, clusters, stores, and the Python interface."""
