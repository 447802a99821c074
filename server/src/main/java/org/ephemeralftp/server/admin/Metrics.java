package org.ephemeralftp.server.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

import org.ephemeralftp.server.lease.AddressView;
import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseSnapshot;
import org.ephemeralftp.server.lease.PortState;
import org.ephemeralftp.server.lease.ReleaseCause;

/**
 * What {@code /metrics} tells, for Prometheus: names begin with {@code ephemeral_ftp_}, units are base units, and every label
 * has few values, none of which a client can choose. What the engine counts is read from it when somebody asks; only times
 * and what sessions do is observed.
 */
final class Metrics implements AutoCloseable {
    static final String PREFIX = "ephemeral.ftp.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Observed server;
    private final LeaseTimes leases;
    private final SessionCounts sessions;

    /** What one scrape is about, so that all that it tells is of one moment. */
    private LeaseSnapshot scraped;

    Metrics(Observed server) {
        this.server = server;
        scraped = server.leases();
        gaugesOfPorts();
        countersOfLeases();
        leases = new LeaseTimes(registry);
        sessions = new SessionCounts(registry);
        Gauge.builder(PREFIX + "sessions.open", () -> server.sessions().size())
                .description("Control sessions")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void gaugesOfPorts() {
        for (PortState state : PortState.values()) {
            Gauge.builder(PREFIX + "ports", this, metrics -> count(metrics.scraped.counts(), state))
                    .tag("state", Json.name(state))
                    .description("Passive ports of all bound addresses in use, by what they are doing")
                    .register(registry);
        }
        gauge(
                "ports.configured",
                "Passive ports of each bound address",
                metrics -> metrics.server.ports().size());
        gauge("ports.unused.least", "Unused passive ports of the bound address that has fewest", Metrics::leastUnused);
        gauge(
                "ports.listening",
                "Passive ports with an open listener",
                metrics -> metrics.scraped.counts().listening());
        gauge(
                "leases.pending",
                "Leases that may still be used",
                metrics -> metrics.scraped.counts().pending());
        gauge(
                "lease.requests.waiting",
                "Requests that wait for a port",
                metrics -> metrics.scraped.counts().waiting());
        gauge(
                "data.connections",
                "Passive data connections accepted and not yet closed",
                metrics -> metrics.scraped.counts().connected());
    }

    private void countersOfLeases() {
        counter(
                "leases.granted",
                "Leases granted",
                metrics -> metrics.scraped.totals().granted());
        for (ReleaseCause cause : ReleaseCause.values()) {
            FunctionCounter.builder(
                            PREFIX + "leases.ended",
                            this,
                            metrics -> metrics.scraped.totals().ended(cause))
                    .tag("cause", Json.name(cause))
                    .description("Leases that ended, by why")
                    .register(registry);
        }
        counter(
                "lease.requests.waited",
                "Requests that found no port free at first",
                metrics -> metrics.scraped.totals().waited());
        counter(
                "lease.requests.refused",
                "Requests that got no port",
                metrics -> metrics.scraped.totals().refused());
        counter(
                "strangers",
                "Data connections reset because nobody there held a lease",
                metrics -> metrics.scraped.totals().strangers());
        counter(
                "bind.failures",
                "Passive ports that could not be bound when they were wanted",
                metrics -> metrics.scraped.totals().bindFailures());
    }

    private void gauge(String name, String description, ToDoubleFunction<Metrics> value) {
        Gauge.builder(PREFIX + name, this, value).description(description).register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<Metrics> value) {
        FunctionCounter.builder(PREFIX + name, this, value)
                .description(description)
                .register(registry);
    }

    private static int count(LeaseCounts counts, PortState state) {
        return switch (state) {
            case UNUSED -> counts.unused();
            case LEASED -> counts.leased();
            case RESTING -> counts.resting();
            case BLOCKED -> counts.blocked();
            case CLOSING -> counts.closing();
            case WITHDRAWN -> counts.withdrawn();
        };
    }

    /** An address that nobody uses has all its ports, and so it is as long as none is in use. */
    private static double leastUnused(Metrics metrics) {
        return metrics.scraped.addresses().stream()
                .map(AddressView::counts)
                .mapToInt(LeaseCounts::unused)
                .min()
                .orElseGet(() -> metrics.server.ports().size());
    }

    LeaseObserver leases() {
        return leases;
    }

    SessionCounts sessions() {
        return sessions;
    }

    MeterRegistry registry() {
        return registry;
    }

    /** The text of the Prometheus exposition format, version 0.0.4. */
    synchronized String scrape() {
        scraped = server.leases();
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
