"""A process of its own for work on files nobody trusts: bounded in memory and time, killed without
regret. `serving` is its inside, `process` our end. What is done there is the caller's matter.
"""
