"""What owners of a heat pump ask their recordings: energy, COP, the compressor, the heat curve, before and after.

Pure Python; takes recordings, tables and data frames (`read`) or series of one's own (`Series.of`). Each function says
its formula and units, and what is missing is said in every result. docs/analysis.md has an example of each.
"""

from nibe_uplink.analysis._amount import Amount, Piece, counter, integral
from nibe_uplink.analysis._compare import Compared, compare
from nibe_uplink.analysis._compressor import Run, Running, compressor, runs
from nibe_uplink.analysis._curve import HeatCurve, Point, heat_curve
from nibe_uplink.analysis._degree_minutes import degree_minutes
from nibe_uplink.analysis._energy import Energy, Total, energy, totals
from nibe_uplink.analysis._heat import heat_power
from nibe_uplink.analysis._report import Report
from nibe_uplink.analysis._series import Series
from nibe_uplink.analysis._sources import Recorded, read

__all__ = [
    "Amount",
    "Compared",
    "Energy",
    "HeatCurve",
    "Piece",
    "Point",
    "Recorded",
    "Report",
    "Run",
    "Running",
    "Series",
    "Total",
    "compare",
    "compressor",
    "counter",
    "degree_minutes",
    "energy",
    "heat_curve",
    "heat_power",
    "integral",
    "read",
    "runs",
    "totals",
]
