"""Files looked into: what they are, and pictures of them, made by a child process that may use little of anything.

`child` is that process and knows nothing of the house, `drawing` starts it, `kept` keeps its pictures.
"""
