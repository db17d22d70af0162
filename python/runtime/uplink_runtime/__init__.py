"""What Python packages stand on that are made of the specs of HTTP APIs.

Such a package has the clients, the models and the local service of its API. Here are the exceptions that all of them
raise (`errors`), the places where tokens are kept (`stores`), and `Login` and `ImplicitLogin`, for programs that have a
web server of their own where users come back to.
"""

from . import errors as errors
from . import stores as stores
from ._core import ImplicitLogin as ImplicitLogin
from ._core import Login as Login

__all__ = ["ImplicitLogin", "Login", "errors", "stores"]
