"""The reader of words for tables with few phrasings."""
