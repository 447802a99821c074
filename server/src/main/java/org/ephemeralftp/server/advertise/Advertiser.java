package org.ephemeralftp.server.advertise;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.lease.Ticker;
import org.ephemeralftp.server.ports.PortSet;

/**
 * Knows what to tell which client of its data port. Between {@link #start} and {@link #close} it looks after names whose
 * answers age and a file that may change, on threads of its own: no command waits for either, but for the first answer
 * to a name.
 */
public final class Advertiser implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);
    private static final int LOOKUPS_AT_ONCE = 4;

    private static final Logger log = LoggerFactory.getLogger(Advertiser.class);

    /** The rules, and the state of each name in them. */
    private record Current(AdvertiseRules rules, Map<String, ResolvedName> names) {}

    private final AdvertiseRules own;
    private final @Nullable AdvertiseFile file;
    private final PortSet ports;
    private final Lookups lookups;
    /** One thread for the file and one for the names, so that a file system that hangs keeps no name from ageing. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2, threads("advertise"));

    private final ThreadPoolExecutor resolvers = new ThreadPoolExecutor(
            LOOKUPS_AT_ONCE,
            LOOKUPS_AT_ONCE,
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("resolve"));

    private volatile Current current;

    /**
     * Reads the file, if there is one; nothing is resolved and no thread runs before {@link #start}.
     *
     * @param own the rules that come first
     * @param file where more rules are; null if nowhere
     * @param ports the passive ports
     * @throws IllegalArgumentException if the file cannot be read or is wrong; the message names the line
     */
    public Advertiser(AdvertiseRules own, @Nullable Path file, PortSet ports) {
        this(own, file, ports, HostResolver.system(), Ticker.system());
    }

    Advertiser(AdvertiseRules own, @Nullable Path file, PortSet ports, HostResolver resolver, Ticker ticker) {
        this.own = own;
        this.file = file == null ? null : new AdvertiseFile(file, ports);
        this.ports = ports;
        resolvers.allowCoreThreadTimeOut(true);
        lookups = new Lookups(resolver, resolvers, ticker);
        AdvertiseRules rules = this.file == null ? own : this.file.read(own);
        current = new Current(rules, names(rules, Map.of()));
    }

    /** Daemons: the system's resolver and a remote file system may hang, and must not keep the program from its end. */
    private static ThreadFactory threads(String name) {
        AtomicInteger started = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "ephemeral-ftp-" + name + "-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Those of the names that were there before keep their answers. */
    private Map<String, ResolvedName> names(AdvertiseRules rules, Map<String, ResolvedName> before) {
        return rules.names().collect(Collectors.toUnmodifiableMap(Function.identity(), name -> {
            ResolvedName known = before.get(name);
            return known == null ? new ResolvedName(name, lookups) : known;
        }));
    }

    /** Begins to resolve names and to look at the file. */
    public void start() {
        if (file != null) {
            repeat(this::lookAtFile);
        }
        if (file != null || !current.names().isEmpty()) {
            repeat(this::refreshNames);
        }
    }

    private void repeat(Runnable task) {
        Runnable unending = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // Thrown on, it would be the last time.
                log.error("What is advertised could not be brought up to date", e);
            }
        };
        var unused = timer.scheduleWithFixedDelay(unending, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void refreshNames() {
        current.names().values().forEach(ResolvedName::refresh);
    }

    void lookAtFile() {
        if (file == null) {
            return;
        }
        try {
            file.readIfChanged(own).ifPresent(rules -> {
                current = new Current(rules, names(rules, current.names()));
                log.info(
                        "Read the {} again: {} rules in all", file, rules.list().size());
                refreshNames();
            });
        } catch (IllegalArgumentException e) {
            log.warn("The rules as they were stay in force; {}", e.getMessage());
        }
    }

    /** What to tell a client, by the address its control connection comes from. */
    public Advertisement to(InetAddress client) {
        Current now = current;
        AdvertiseRule rule = now.rules().match(client);
        ResolvedName name = rule != null && rule.host() instanceof AdvertisedHost.Name host
                ? now.names().get(host.name())
                : null;
        return new Advertisement(rule, name);
    }

    /**
     * A warning for who starts a server in a container without saying what to advertise; empty if there is no need.
     *
     * @param bindAddress where control connections are accepted; null means on all addresses
     */
    public Optional<String> containerAdvice(@Nullable InetAddress bindAddress) {
        if (current.rules().areForEveryone()) {
            return Optional.empty();
        }
        return Container.detect().flatMap(container -> container.advice(Container.addresses(bindAddress), ports));
    }

    /** Ends all waiting at once; a look-up that hangs is left behind. */
    @Override
    public void close() {
        timer.shutdownNow();
        resolvers.shutdownNow();
        current.names().values().forEach(ResolvedName::giveUp);
    }
}
