"""Many owners' heat pumps, polled by several processes over one Postgres into Delta tables; see docs/fleet.md.

Needs the extra `fleet`. The program `nibe-uplink fleet` stands on it.
"""

from nibe_uplink.fleet._collector import Collector
from nibe_uplink.fleet._config import Config, cadence
from nibe_uplink.fleet._lake import Lake, pseudonymous
from nibe_uplink.fleet._systems import Systems

__all__ = ["Collector", "Config", "Lake", "Systems", "cadence", "pseudonymous"]
