"""Coarse bounding boxes of countries, within the borders that resolutions of the UN General Assembly follow.

Set down by this project, generously, to a tenth of a degree: they tell a swapped or mistyped coordinate, not a border.
Crimea, Donetsk and Luhansk lie in Ukraine, Abkhazia and South Ossetia in Georgia, Transnistria in Moldova. Only
countries that the dataset needs, and their neighbours, have one.
"""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """Degrees of latitude and longitude, edges included."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether the point lies in the box."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


# A country in several parts, or one whose box would hold too much of another, has several boxes.
BOXES: dict[str, tuple[Box, ...]] = {
    "AFG": (Box(29.3, 38.6, 60.4, 75.0),),
    "ALB": (Box(39.6, 42.7, 19.2, 21.1),),
    "AND": (Box(42.4, 42.7, 1.4, 1.8),),
    "ARE": (Box(22.5, 26.2, 51.0, 56.5),),
    "ARM": (Box(38.8, 41.4, 43.4, 46.7),),
    "AUT": (Box(46.3, 49.1, 9.5, 17.2),),
    "AZE": (Box(38.3, 42.0, 44.7, 50.7),),
    "BEL": (Box(49.4, 51.6, 2.5, 6.5),),
    "BGR": (Box(41.2, 44.3, 22.3, 28.7),),
    "BHR": (Box(25.5, 26.4, 50.3, 50.9),),
    "BHS": (Box(20.8, 27.4, -80.6, -72.6),),
    "BIH": (Box(42.5, 45.3, 15.7, 19.7),),
    "BLR": (Box(51.2, 56.2, 23.1, 32.8),),
    "BTN": (Box(26.6, 28.4, 88.7, 92.2),),
    "CAN": (Box(41.6, 83.2, -141.1, -52.5),),
    "CHE": (Box(45.8, 47.9, 5.9, 10.6),),
    "CHN": (Box(18.0, 53.7, 73.4, 135.2),),
    "CUB": (Box(19.7, 23.4, -85.1, -74.0),),
    "CYP": (Box(34.4, 35.8, 32.2, 34.7),),
    "CZE": (Box(48.5, 51.1, 12.0, 18.9),),
    "DEU": (Box(47.2, 55.1, 5.8, 15.1),),
    "DNK": (Box(54.5, 57.8, 8.0, 15.3),),
    "EGY": (Box(21.9, 31.8, 24.6, 37.0),),
    "ESP": (Box(35.1, 43.9, -9.4, 4.4), Box(27.5, 29.5, -18.3, -13.3)),
    "EST": (Box(57.5, 59.9, 21.7, 28.3),),
    "FIN": (Box(59.5, 70.2, 19.3, 31.7),),
    "FRA": (Box(41.3, 51.2, -5.3, 9.7),),
    "GBR": (Box(49.8, 61.0, -8.7, 1.9),),
    "GEO": (Box(41.0, 43.6, 39.9, 46.8),),
    "GRC": (Box(34.7, 41.8, 19.3, 29.7),),
    "HRV": (Box(42.3, 46.6, 13.4, 19.5),),
    "HUN": (Box(45.7, 48.6, 16.1, 23.0),),
    "IND": (Box(6.7, 35.6, 68.1, 97.5),),
    "IRL": (Box(51.3, 55.5, -10.8, -5.9),),
    "IRN": (Box(25.0, 39.8, 44.0, 63.4),),
    "IRQ": (Box(29.0, 37.4, 38.7, 48.7),),
    "ITA": (Box(35.4, 47.1, 6.6, 18.6),),
    "JOR": (Box(29.1, 33.4, 34.9, 39.4),),
    "JPN": (Box(20.3, 45.6, 122.8, 154.1),),
    "KAZ": (Box(40.5, 55.5, 46.4, 87.4),),
    "KGZ": (Box(39.1, 43.3, 69.2, 80.3),),
    "KWT": (Box(28.5, 30.2, 46.5, 48.6),),
    "LAO": (Box(13.9, 22.6, 100.0, 107.7),),
    "LBY": (Box(19.5, 33.3, 9.3, 25.2),),
    "LIE": (Box(47.0, 47.3, 9.4, 9.7),),
    "LTU": (Box(53.8, 56.5, 20.9, 26.9),),
    "LUX": (Box(49.4, 50.2, 5.7, 6.6),),
    "LVA": (Box(55.6, 58.1, 20.9, 28.3),),
    "MCO": (Box(43.7, 43.8, 7.3, 7.5),),
    "MDA": (Box(45.4, 48.5, 26.6, 30.2),),
    "MEX": (Box(14.5, 32.8, -118.5, -86.6),),
    "MKD": (Box(40.8, 42.4, 20.4, 23.1),),
    "MLT": (Box(35.7, 36.1, 14.1, 14.6),),
    "MMR": (Box(9.5, 28.6, 92.1, 101.2),),
    "MNE": (Box(41.8, 43.6, 18.4, 20.4),),
    "MNG": (Box(41.5, 52.2, 87.7, 120.0),),
    "NLD": (Box(50.7, 53.7, 3.3, 7.3),),
    "NOR": (Box(57.9, 71.3, 4.4, 31.3), Box(74.3, 80.9, 10.4, 33.6)),
    "NPL": (Box(26.3, 30.5, 80.0, 88.3),),
    "OMN": (Box(16.6, 26.6, 51.9, 59.9),),
    "PAK": (Box(23.6, 37.1, 60.8, 77.9),),
    "POL": (Box(48.9, 55.0, 14.1, 24.2),),
    "PRK": (Box(37.6, 43.1, 124.1, 130.8),),
    "QAT": (Box(24.4, 26.3, 50.7, 51.7),),
    "ROU": (Box(43.6, 48.3, 20.2, 29.8),),
    "RUS": (
        Box(54.3, 55.4, 19.4, 23.0),  # Kaliningrad
        Box(52.3, 82.0, 27.2, 66.0),  # north of Ukraine
        Box(51.2, 52.5, 34.2, 40.3),  # Kursk
        Box(50.4, 52.5, 35.4, 40.3),  # Belgorod
        Box(49.8, 50.5, 37.9, 40.3),  # Valuyki
        Box(47.6, 48.4, 39.8, 40.3),  # Gukovo
        Box(45.9, 47.7, 38.2, 40.3),  # Rostov and Taganrog
        Box(43.3, 47.0, 36.6, 40.3),  # Krasnodar, to the Kerch Strait
        Box(43.3, 82.0, 40.0, 180.0),  # all that lies east
        Box(42.7, 43.4, 43.2, 49.0),  # north of the Caucasus
        Box(41.1, 43.4, 45.2, 49.0),  # Dagestan
        Box(42.2, 43.4, 130.0, 136.0),  # Vladivostok
        Box(60.0, 73.0, -180.0, -168.9),  # beyond the date line
    ),
    "SAU": (Box(16.2, 32.2, 34.4, 55.7),),
    "SMR": (Box(43.8, 44.0, 12.4, 12.6),),
    "SRB": (Box(41.8, 46.2, 18.8, 23.1),),
    "SVK": (Box(47.7, 49.7, 16.8, 22.6),),
    "SVN": (Box(45.4, 46.9, 13.3, 16.7),),
    "SWE": (Box(55.2, 69.1, 10.9, 24.2),),
    "SYR": (Box(32.3, 37.4, 35.4, 42.4),),
    "TJK": (Box(36.6, 41.1, 67.3, 75.2),),
    "TKM": (Box(35.1, 42.8, 52.4, 66.7),),
    "TUN": (Box(30.2, 37.6, 7.5, 11.7),),
    "TUR": (Box(35.8, 42.2, 25.5, 44.9),),
    "UKR": (Box(44.3, 52.4, 22.1, 40.3),),
    "USA": (Box(24.4, 49.5, -125.0, -66.8), Box(51.0, 71.5, -180.0, -129.9), Box(18.8, 22.4, -160.4, -154.7)),
    "UZB": (Box(37.1, 45.6, 55.9, 73.2),),
    "VAT": (Box(41.8, 42.0, 12.4, 12.5),),
    "VNM": (Box(8.3, 23.4, 102.1, 109.6),),
    "YEM": (Box(12.1, 19.0, 41.8, 54.6),),
}
