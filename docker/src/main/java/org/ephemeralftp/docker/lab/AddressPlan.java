package org.ephemeralftp.docker.lab;

import java.util.List;

/**
 * The addresses of the three hosts. They tell which side is private, and change no packet: that is what rules are for.
 *
 * <p>On both networks the router has the number 1. The client and the server have 2, and their default route leads to the
 * router. The client and the router's server side have a second address with the number 3. The IPv6 networks are always
 * the same.
 */
public enum AddressPlan {
    /** Both sides have public addresses. */
    ROUTED("198.51.100", "203.0.113"),
    /** The client's network is private. */
    MASQUERADE("192.168.10", "203.0.113"),
    /** The server's network is private. */
    DNAT("198.51.100", "10.20.0");

    /** The server by its router's address. */
    static final String NAME_OUTSIDE = "public";

    private static final String CLIENT_IPV6 = "2001:db8:c::";
    private static final String SERVER_IPV6 = "2001:db8:5::";

    private final String clientNetwork;
    private final String serverNetwork;

    AddressPlan(String clientNetwork, String serverNetwork) {
        this.clientNetwork = clientNetwork;
        this.serverNetwork = serverNetwork;
    }

    /** The server's own IPv4 address. */
    public String server() {
        return serverNetwork + ".2";
    }

    /** The server's IPv6 address. */
    public String serverIpv6() {
        return SERVER_IPV6 + "2";
    }

    /** The router's IPv4 address on the client's side. */
    public String router() {
        return clientNetwork + ".1";
    }

    /** The network of the server's side, for rules. */
    String serversNetwork() {
        return serverNetwork + ".0/24";
    }

    /** The network of the client's side, for rules. */
    String clientsNetwork() {
        return clientNetwork + ".0/24";
    }

    /**
     * The lines of the file {@code hosts}. {@link #NAME_OUTSIDE} is the server as clients see it whose router forwards to
     * it: under the router's IPv4 address. IPv6 addresses are never translated.
     */
    List<String> hosts() {
        return List.of(
                "127.0.0.1 localhost",
                "::1 localhost",
                clientNetwork + ".2 client",
                CLIENT_IPV6 + "2 client",
                clientNetwork + ".1 router " + NAME_OUTSIDE,
                CLIENT_IPV6 + "1 router",
                serverNetwork + ".2 server",
                SERVER_IPV6 + "2 server " + NAME_OUTSIDE);
    }

    /** The commands of a shell that make the hosts, with the network between them. */
    public List<String> commands() {
        return List.of(
                "ip netns add client",
                "ip netns add router",
                "ip netns add server",
                // Nothing but what the lab sends is to meet the rules: no duplicate address detection, no
                // solicitations.
                "for host in client router server; do ip netns exec $host sh -c '"
                        + "for what in default all; do echo 0 > /proc/sys/net/ipv6/conf/$what/accept_dad;"
                        + "echo 0 > /proc/sys/net/ipv6/conf/$what/router_solicitations; done'; done",
                "ip link add eth0 netns client type veth peer name client netns router",
                "ip link add eth0 netns server type veth peer name server netns router",
                address("client", "eth0", clientNetwork + ".2/24"),
                address("client", "eth0", clientNetwork + ".3/24"),
                address("client", "eth0", CLIENT_IPV6 + "2/64 nodad"),
                address("router", "client", clientNetwork + ".1/24"),
                address("router", "client", CLIENT_IPV6 + "1/64 nodad"),
                address("router", "server", serverNetwork + ".1/24"),
                address("router", "server", serverNetwork + ".3/24"),
                address("router", "server", SERVER_IPV6 + "1/64 nodad"),
                address("server", "eth0", serverNetwork + ".2/24"),
                address("server", "eth0", SERVER_IPV6 + "2/64 nodad"),
                "for host in client router server; do ip -n $host link set lo up; done",
                "ip -n router link set client up",
                "ip -n router link set server up",
                "ip -n client link set eth0 up",
                "ip -n server link set eth0 up",
                "ip -n client route add default via " + clientNetwork + ".1",
                "ip -n client route add default via " + CLIENT_IPV6 + "1",
                "ip -n server route add default via " + serverNetwork + ".1",
                "ip -n server route add default via " + SERVER_IPV6 + "1",
                "ip netns exec router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'",
                "ip netns exec router sh -c 'echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'");
    }

    private static String address(String host, String link, String address) {
        return "ip -n " + host + " addr add " + address + " dev " + link;
    }
}
