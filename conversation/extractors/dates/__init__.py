"""Days and times of day in English and Spanish: a grammar composed of small readers over one row of lexemes."""
