"""The knobs of a paper of growth: its publisher keeps addresses, hashes and words for long.

So the retention has nothing to do on it unless somebody puts them back, to see how it does with a backlog.
"""

KNOBS = """
# The papers of growth: nothing of them is over by itself.
keep_address_days = 3000
keep_hash_days = 3000
keep_refused_days = 0
keep_words_days = 0
"""
