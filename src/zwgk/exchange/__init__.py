"""Dossiers in and out (卷宗的读写)."""

from zwgk.exchange.dossiers import dossier_from, load_dossier

__all__ = ["dossier_from", "load_dossier"]
