"""Dossiers and schemes in and out (卷宗与方案的读写)."""

from zwgk.exchange.dossiers import dossier_from, load_dossier
from zwgk.exchange.schemes import load_scheme

__all__ = ["dossier_from", "load_dossier", "load_scheme"]
