"""Tiles of the basemap: read from packages and checked in a process of their own, and kept.

Nothing of a tile is decoded in the window's process. No Qt, no network.
"""
