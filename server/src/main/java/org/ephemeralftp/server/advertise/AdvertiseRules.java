package org.ephemeralftp.server.advertise;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.ports.PortSet;

/** Rules in their order: the first one that is for a client is used. Each of them is for some client. */
public final class AdvertiseRules {
    /** No rules: every client is told what is bound. */
    public static final AdvertiseRules NONE = new AdvertiseRules(List.of());

    private static final int MOST_RULES = 1000;

    private final List<AdvertiseRule> rules;

    private AdvertiseRules(List<AdvertiseRule> rules) {
        this.rules = rules;
    }

    /**
     * These rules, for a server that listens on these ports.
     *
     * @throws IllegalArgumentException if one of them cannot work
     */
    public static AdvertiseRules of(List<AdvertiseRule> rules, PortSet passivePorts) {
        AdvertiseRules all = NONE;
        for (AdvertiseRule rule : rules) {
            all = all.with(rule, passivePorts);
        }
        return all;
    }

    /**
     * These rules and then another one.
     *
     * @throws IllegalArgumentException if it maps ports that are not listened on, or would never be reached
     */
    AdvertiseRules with(AdvertiseRule rule, PortSet passivePorts) {
        try {
            rule.ports().requireIn(passivePorts);
            requireReached(rule);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The advertise rule " + Forms.quoted(rule.toString()) + " cannot work: " + e.getMessage(), e);
        }
        List<AdvertiseRule> all = new ArrayList<>(rules);
        all.add(rule);
        return new AdvertiseRules(List.copyOf(all));
    }

    private void requireReached(AdvertiseRule rule) {
        if (rules.size() == MOST_RULES) {
            throw new IllegalArgumentException("there are " + MOST_RULES + " rules before it, which must be enough");
        }
        for (AdvertiseRule earlier : rules) {
            if (earlier.covers(rule)) {
                throw new IllegalArgumentException("its clients are those of "
                        + Forms.quoted(earlier.toString())
                        + " before it, and the first rule wins: put the narrower one first, or leave one out");
            }
        }
    }

    /** The rule for a client; null if there is none. */
    @Nullable
    AdvertiseRule match(InetAddress client) {
        return rules.stream().filter(rule -> rule.matches(client)).findFirst().orElse(null);
    }

    /** Whether each client that comes over IPv4 has a rule, by one that is for all of them. */
    boolean areForEveryone() {
        return rules.stream().anyMatch(AdvertiseRule::isForEveryone);
    }

    /** The names to resolve. */
    Stream<String> names() {
        return rules.stream()
                .map(AdvertiseRule::host)
                .flatMap(host ->
                        host instanceof AdvertisedHost.Name name ? Stream.of(name.name()) : Stream.<String>empty())
                .distinct();
    }

    /** The rules, in their order. */
    public List<AdvertiseRule> list() {
        return rules;
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
