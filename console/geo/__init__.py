"""Files of ground (Shapefile, GeoPackage, GeoJSON) from anywhere: read, put right, checked.

All of it is done in a bounded process; what comes out are plain texts and outlines in degrees of
WGS84. What they mean for the city is not here. Why these libraries: `docs/decisions/geo.md`.
"""
