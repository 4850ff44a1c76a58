"""Photos, videos and recordings looked into by a bounded process: `reader` asks, `looking` answers.

Which kinds a case takes is `domain.filekind`; where files lie is `ports.files`.
"""
