package org.ephemeralftp.server.advertise;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Who knows the addresses of names. */
@FunctionalInterface
interface HostResolver {
    /** The addresses of a name, which may take long. */
    List<InetAddress> resolve(String name) throws UnknownHostException;

    /** The system's. The JDK keeps its answers, by default for 30 s, and failures for 10 s. */
    static HostResolver system() {
        return name -> List.of(InetAddress.getAllByName(name));
    }
}
