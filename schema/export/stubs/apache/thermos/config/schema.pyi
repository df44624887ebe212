from pystachio import *

from .schema_base import *
from .schema_helpers import *
