"""The language of job configs: typed structs, templates and scopes.

String, Integer, Float, Boolean, Enum, List, Map and Choice make values; subclasses of Struct describe records. What the
jobs of a cluster are made of is in apache.aurora.config.schema.base.
"""

import sys

from pystachio import base, basic, choice, composite, container, naming, parsing, typing
from pystachio.base import Environment
from pystachio.basic import Boolean, Enum, Float, Integer, String
from pystachio.choice import Choice
from pystachio.composite import Default, Empty, Required, Struct
from pystachio.container import List, Map
from pystachio.naming import Namable, Ref
from pystachio.parsing import MustacheParser
from pystachio.typing import Type, TypeCheck, TypeFactory

__version__ = '0.8.10'
