"""The benchmark: the paper beside a server of plain files and beside other engines, on one machine, in one run.

make bench                                    # all rows: see docs/performance.md
make bench ROWS=R1,W1 ROUNDS=1 SECONDS=1      # a small one
"""
