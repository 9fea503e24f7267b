"""Plugins (插件): what they may give, how they are loaded, what they gave."""

from zwgk.plugins.hookspecs import (
    HOOK_API,
    FactProvider,
    File,
    PackagedDossier,
    hookimpl,
    hookspec,
)
from zwgk.plugins.loading import GROUP, load_plugins
from zwgk.plugins.registry import Registry, askable_tables
from zwgk.plugins.shelf import Head
from zwgk.scheme import read_scheme

__all__ = [
    "GROUP",
    "HOOK_API",
    "FactProvider",
    "File",
    "Head",
    "PackagedDossier",
    "Registry",
    "askable_tables",
    "hookimpl",
    "hookspec",
    "load_plugins",
    "read_scheme",
]
