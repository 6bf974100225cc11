"""The model of triage: what words look like to it, and what it says of them. Python and numpy alone.

A text takes one path: `folding` makes signs alike, `wording` makes words of what stands between spaces, `reading`
turns them into numbers of a table, `hashing` and `blocks` say which rows of the weights they touch, and `scorer`
adds up. Every step is the same on every machine.
"""
