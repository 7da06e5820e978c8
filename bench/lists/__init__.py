"""Every list and search of the house, in a hospital of a hundred thousand patients: how long, and by which plan."""
