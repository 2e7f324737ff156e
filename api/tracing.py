"""Requests and the steps of their work as OpenTelemetry spans: names and times, no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from evidence_search.errors import SettingsInvalid

SERVICE = "evidence-search"
MISSING = (
    "EVIDENCE_SEARCH_TRACES needs OpenTelemetry: pip install '.[otel]', or leave the setting out"
)


class Tracing:
    """
    Starts spans and sends them where OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_…) say.

    A span holds what this code names. What an exception says is never part of it, for it may
    quote a question. `processor` takes the place of sending.
    """

    def __init__(self, processor: Any | None = None) -> None:  # noqa: ANN401 - of an extra
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
                OTLPSpanExporter,
            )
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
            from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
                TraceContextTextMapPropagator,
            )
        except ImportError as error:
            raise SettingsInvalid(MISSING) from error
        self._provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
        self._provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(SERVICE)
        self._caller = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str, told: Mapping[str, str], caller: str = "") -> Iterator[None]:
        """
        Start a span that ends with the block; what is `told` by then becomes its attributes.

        `caller` is a W3C traceparent. What else comes from outside is left alone.
        """
        context = self._caller.extract({"traceparent": caller}) if caller else None
        with self._tracer.start_as_current_span(
            name, context, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            finally:
                span.set_attributes(told)

    def close(self) -> None:
        """Send what has not been sent."""
        self._provider.shutdown()
