"""Values of one of several types."""

from pystachio._borealis import Choice, ChoiceContainer, Object, Type, TypeCheck, TypeFactory
