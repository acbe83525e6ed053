"""A small client for systems that speak HTTP: read-only, patient, with errors by remedy."""

from cximpact.plugins.http.client import HttpClient
from cximpact.plugins.http.messages import HttpRequest, HttpResponse, Transport
from cximpact.plugins.http.network import open_transport

__all__ = ["HttpClient", "HttpRequest", "HttpResponse", "Transport", "open_transport"]
