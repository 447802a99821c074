package org.ephemeralftp.client.load;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.HostLookup;

/** The addresses a load may connect to. They are looked up once, so that what was looked at is what is connected to. */
final class LoadTarget {
    private LoadTarget() {}

    /**
     * Those that carry every mode of the plan; none if the name is not known.
     *
     * @throws ForeignTargetException if any address of the name, used or not, is another machine's and nobody owns it
     * @throws IllegalArgumentException if none carries all modes
     */
    static List<InetAddress> of(LoadPlan plan, HostLookup lookup) {
        List<InetAddress> all;
        try {
            all = lookup.addresses(plan.server().host());
        } catch (UnknownHostException e) {
            return List.of();
        }
        if (!plan.owned() && !all.stream().allMatch(InetAddress::isLoopbackAddress)) {
            throw new ForeignTargetException(plan.server().host() + " is " + listed(all)
                    + ", and load goes to loopback addresses only, unless the server is yours and you say so");
        }
        List<InetAddress> usable =
                all.stream().filter(address -> carries(plan, address)).toList();
        if (usable.isEmpty()) {
            throw new IllegalArgumentException(plan.server().host() + " is " + listed(all)
                    + ", none of which all modes and families asked for can use: PASV and PORT need IPv4");
        }
        return usable;
    }

    private static boolean carries(LoadPlan plan, InetAddress address) {
        AddressFamily family = AddressFamily.of(address);
        return plan.families().contains(family) && plan.modes().stream().allMatch(mode -> mode.carries(family));
    }

    private static String listed(List<InetAddress> addresses) {
        return addresses.stream()
                .map(address -> new Endpoint(address, 0).host())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
