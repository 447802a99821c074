package org.ephemeralftp.server.faults;

import java.util.List;

/**
 * What a running server is to do wrong. Each fault happens once, to the first session that comes to where it can happen,
 * whoever that is; two that can happen at the same place happen to one command or transfer after the other, in the order
 * they were added. What happens is logged as a warning. Thread-safe.
 *
 * <pre>{@code
 * ftp.faults().next(Fault.resetAfter(100_000));
 * assertThrows(IOException.class, () -> download("file"));   // your code, which must notice
 * assertEquals(List.of(), ftp.faults().pending());           // and the fault was really met
 * }</pre>
 */
public interface Faults {
    /**
     * Adds a fault behind those that are there.
     *
     * @throws IllegalArgumentException if it cannot happen on a server that is configured as this one is
     */
    void next(Fault fault);

    /** Forgets all that have not happened yet; what happens already, a stall for example, goes on. */
    void clear();

    /** Those that have not happened yet, in their order. A fault is taken off the list right before it happens. */
    List<Fault> pending();
}
