"""A hospital as it stands after a year and a half: a hundred thousand patients, and the records that come with them."""
