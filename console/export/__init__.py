"""Tables of other programs, in and out: workbooks and text files. No storage, no screen."""
