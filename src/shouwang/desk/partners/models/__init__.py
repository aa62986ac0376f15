"""Partners: the directory, what they said about their stock, and the manifests sent ahead to them."""

from shouwang.desk.partners.models.directory import Partner, PartnerKind, StockSaying
from shouwang.desk.partners.models.manifests import Answer, LineAnswer, Manifest, ManifestLine

__all__ = ["Answer", "LineAnswer", "Manifest", "ManifestLine", "Partner", "PartnerKind", "StockSaying"]
