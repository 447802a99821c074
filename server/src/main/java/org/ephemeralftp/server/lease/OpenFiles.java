package org.ephemeralftp.server.lease;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files this process may have open: every socket is one. */
@FunctionalInterface
interface OpenFiles {
    /** What the system says; where it says nothing, there is no limit. */
    OpenFiles SYSTEM = () -> ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
            : Long.MAX_VALUE;

    /** How many more can be opened now. */
    long left();
}
