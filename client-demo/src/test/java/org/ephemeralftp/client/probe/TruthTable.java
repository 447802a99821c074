package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.CONNECTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.REFUSED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.REPLIED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.RESET;
import static org.ephemeralftp.client.connection.ConnectionOutcome.TIMED_OUT;
import static org.ephemeralftp.client.probe.CauseKind.ACTIVE_BLOCKED;
import static org.ephemeralftp.client.probe.CauseKind.ACTIVE_REFUSED_BY_SERVER;
import static org.ephemeralftp.client.probe.CauseKind.ADVERTISED_ADDRESS_WRONG;
import static org.ephemeralftp.client.probe.CauseKind.CLIENT_BEHIND_NAT;
import static org.ephemeralftp.client.probe.CauseKind.CONTROL_CUT_WHILE_IDLE;
import static org.ephemeralftp.client.probe.CauseKind.CONTROL_DROPPED;
import static org.ephemeralftp.client.probe.CauseKind.HELPER_CANNOT_READ_TLS;
import static org.ephemeralftp.client.probe.CauseKind.HELPER_ON_ANOTHER_PORT;
import static org.ephemeralftp.client.probe.CauseKind.LEASE_TIMED_OUT;
import static org.ephemeralftp.client.probe.CauseKind.NO_DATA_PORT_FREE;
import static org.ephemeralftp.client.probe.CauseKind.PASSIVE_PORTS_DROPPED;
import static org.ephemeralftp.client.probe.CauseKind.PASSIVE_PORTS_NOT_FORWARDED;
import static org.ephemeralftp.client.probe.CauseKind.PASSIVE_PORTS_PARTLY_OPEN;
import static org.ephemeralftp.client.probe.CauseKind.PASSIVE_PORTS_REFUSED;
import static org.ephemeralftp.client.probe.CauseKind.PEER_CHECK;
import static org.ephemeralftp.client.probe.CauseKind.REPLY_REWRITTEN;
import static org.ephemeralftp.client.probe.CauseKind.SOURCE_PORT_RULE;
import static org.ephemeralftp.client.probe.Phase.BYTES;
import static org.ephemeralftp.client.probe.Phase.CONTROL_CONNECT;
import static org.ephemeralftp.client.probe.Phase.DATA_CONNECT;
import static org.ephemeralftp.client.probe.Phase.DATA_SETUP;
import static org.ephemeralftp.client.probe.Phase.TRANSFER_END;
import static org.ephemeralftp.client.probe.Phase.TRANSFER_START;

import java.util.stream.Stream;

/** The truth table of FTP through firewalls: what is seen in each scenario, and what it means. */
final class TruthTable {
    static final String PLAIN = "pasv.plain.ipv4 epsv.plain.ipv4";
    static final String TLS = "pasv.tls.ipv4 epsv.tls.ipv4";
    static final String ACTIVE = "port.plain.ipv4 eprt.plain.ipv4";
    private static final String ACTIVE_TLS = "port.tls.ipv4 eprt.tls.ipv4";
    private static final int[] OPEN = {50_000, 50_001, 50_004};
    private static final int[] OTHERS = {50_002, 50_003, 50_009};
    private static final String NO_CONNECTION = "425 No data connection";
    private static final String FOREIGN = "501 Data connections go only to the address of your control connection";

    private TruthTable() {}

    static Stream<Scenario> scenarios() {
        return Stream.of(passivePorts(), activeMode(), translatedAddresses(), others())
                .flatMap(each -> each);
    }

    private static Stream<Scenario> passivePorts() {
        return Stream.of(
                Scenario.named("1 passive ports dropped")
                        .see(
                                PLAIN + " " + TLS,
                                cell -> cell.fails(DATA_CONNECT, TIMED_OUT, OPEN)
                                        .check(Check.Kind.SERVERS_VIEW, REPLIED, NO_CONNECTION))
                        .because(PLAIN + " " + TLS, PASSIVE_PORTS_DROPPED)
                        .conclusively(),
                Scenario.named("2 passive ports reset")
                        .see(PLAIN + " " + TLS, cell -> cell.fails(DATA_CONNECT, REFUSED, OPEN))
                        .because(PLAIN + " " + TLS, PASSIVE_PORTS_REFUSED),
                Scenario.named("3 a helper").see(PLAIN + " epsv.plain.ipv6", cell -> cell.works(OPEN)),
                Scenario.named("4 a helper and FTPS")
                        .see(PLAIN, cell -> cell.works(OPEN))
                        .see(TLS, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, OTHERS))
                        .because(TLS, HELPER_CANNOT_READ_TLS)
                        .conclusively(),
                Scenario.named("4 a helper and FTPS, hardly tried")
                        .see("pasv.plain.ipv4", cell -> cell.works(50_000))
                        .see("pasv.tls.ipv4", cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 50_001))
                        .because("pasv.tls.ipv4", HELPER_CANNOT_READ_TLS, PASSIVE_PORTS_PARTLY_OPEN),
                Scenario.named("5 control on 2121, helper on 21", 2121)
                        .see(PLAIN + " " + TLS, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, OPEN))
                        .because(PLAIN, PASSIVE_PORTS_DROPPED, HELPER_ON_ANOTHER_PORT)
                        .because(TLS, PASSIVE_PORTS_DROPPED),
                Scenario.named("6 passive ports open").see(PLAIN + " " + TLS, cell -> cell.works(OPEN)),
                Scenario.named("7 half of the passive ports open")
                        .see(PLAIN + " " + TLS, cell -> cell.works(OPEN).fails(DATA_CONNECT, TIMED_OUT, OTHERS))
                        .because(PLAIN + " " + TLS, PASSIVE_PORTS_PARTLY_OPEN),
                Scenario.named("7 half of the passive ports open, seen across cells")
                        .see("pasv.plain.ipv4", cell -> cell.works(OPEN).fails(DATA_CONNECT, TIMED_OUT, 50_009))
                        .see("epsv.plain.ipv4", cell -> cell.fails(DATA_CONNECT, TIMED_OUT, OTHERS))
                        .because(PLAIN, PASSIVE_PORTS_PARTLY_OPEN),
                Scenario.named("8 no data port free")
                        .see(PLAIN, cell -> cell.refused(DATA_SETUP, "425 No data port is free"))
                        .because(PLAIN, NO_DATA_PORT_FREE)
                        .conclusively());
    }

    private static Stream<Scenario> activeMode() {
        return Stream.of(
                Scenario.named("9 the client's firewall drops")
                        .see(PLAIN, cell -> cell.works(OPEN))
                        .see(ACTIVE, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 40_001))
                        .because(ACTIVE, ACTIVE_BLOCKED, SOURCE_PORT_RULE),
                Scenario.named("10 the server's side drops")
                        .see(ACTIVE, cell -> cell.refused(DATA_CONNECT, "425 Connect timed out"))
                        .because(ACTIVE, ACTIVE_BLOCKED, SOURCE_PORT_RULE),
                Scenario.named("11 a helper at the client").see(ACTIVE, cell -> cell.works(40_001)),
                Scenario.named("11 a helper at the client, and TLS")
                        .see(ACTIVE, cell -> cell.works(40_001))
                        .see(ACTIVE_TLS, cell -> cell.refused(DATA_CONNECT, "425 Connect timed out"))
                        .because(ACTIVE_TLS, HELPER_CANNOT_READ_TLS)
                        .conclusively(),
                Scenario.named("11 a helper at the client, control on 2121", 2121)
                        .see(ACTIVE, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 40_001))
                        .because(ACTIVE, ACTIVE_BLOCKED, HELPER_ON_ANOTHER_PORT, SOURCE_PORT_RULE),
                Scenario.named("11 only TLS was tried")
                        .see(ACTIVE_TLS, cell -> cell.fails(DATA_CONNECT, TIMED_OUT, 40_001))
                        .because(ACTIVE_TLS, ACTIVE_BLOCKED, HELPER_CANNOT_READ_TLS, SOURCE_PORT_RULE),
                Scenario.named("20 rules on source port 20")
                        .see(PLAIN, cell -> cell.works(OPEN))
                        .see("port.plain.ipv4", cell -> cell.refused(DATA_CONNECT, "425 Connect timed out"))
                        .because("port.plain.ipv4", ACTIVE_BLOCKED, SOURCE_PORT_RULE));
    }

    private static Stream<Scenario> translatedAddresses() {
        return Stream.of(
                Scenario.named("12 client behind masquerade, stock server")
                        .see(PLAIN, cell -> cell.works(OPEN))
                        .see(ACTIVE, cell -> cell.saying("192.168.1.5").fails(DATA_CONNECT, TIMED_OUT, 40_001))
                        .because(ACTIVE, CLIENT_BEHIND_NAT, ACTIVE_BLOCKED),
                Scenario.named("12 client behind masquerade, a server that says so")
                        .see(ACTIVE, cell -> cell.saying("10.0.0.5").refused(DATA_SETUP, FOREIGN))
                        .because(ACTIVE, CLIENT_BEHIND_NAT)
                        .conclusively(),
                Scenario.named("12 client behind masquerade, addresses of documentation")
                        .see(ACTIVE, cell -> cell.refused(DATA_SETUP, "500 Illegal PORT command."))
                        .because(ACTIVE, CLIENT_BEHIND_NAT, ACTIVE_REFUSED_BY_SERVER),
                Scenario.named("13 masquerade and a helper")
                        .see("port.plain.ipv4", cell -> cell.works(40_001))
                        .see("port.tls.ipv4", cell -> cell.saying("10.0.0.5").refused(DATA_SETUP, FOREIGN))
                        .see(PLAIN + " " + TLS, cell -> cell.works(OPEN))
                        .because("port.tls.ipv4", HELPER_CANNOT_READ_TLS, ACTIVE_REFUSED_BY_SERVER),
                Scenario.named("14 only the control port is forwarded")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.saying("10.1.2.3")
                                        .fails(DATA_CONNECT, REFUSED, OPEN)
                                        .check(Check.Kind.ADVERTISED_ADDRESS, TIMED_OUT, ""))
                        .see("epsv.plain.ipv4", cell -> cell.fails(DATA_CONNECT, REFUSED, OPEN))
                        .because(PLAIN, PASSIVE_PORTS_NOT_FORWARDED, PASSIVE_PORTS_REFUSED),
                Scenario.named("14 the data ports are elsewhere")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.saying("203.0.113.11")
                                        .fails(DATA_CONNECT, TIMED_OUT, OPEN)
                                        .check(Check.Kind.ADVERTISED_ADDRESS, CONNECTED, ""))
                        .because("pasv.plain.ipv4", PASSIVE_PORTS_NOT_FORWARDED)
                        .conclusively(),
                Scenario.named("14 the router drops")
                        .see("pasv.plain.ipv4", cell -> cell.saying("10.1.2.3").fails(DATA_CONNECT, TIMED_OUT, OPEN))
                        .because("pasv.plain.ipv4", PASSIVE_PORTS_DROPPED, PASSIVE_PORTS_NOT_FORWARDED),
                Scenario.named("15 a wrong advertised address")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.saying("10.1.2.3")
                                        .works(OPEN)
                                        .check(Check.Kind.ADVERTISED_ADDRESS, TIMED_OUT, ""))
                        .see("epsv.plain.ipv4", cell -> cell.works(OPEN))
                        .because("pasv.plain.ipv4", ADVERTISED_ADDRESS_WRONG)
                        .conclusively(),
                Scenario.named("16 a router that rewrites the 227")
                        .see("pasv.plain.ipv4", cell -> cell.works(OPEN))
                        .see("pasv.tls.ipv4", cell -> cell.saying("10.1.2.3").fails(DATA_CONNECT, REFUSED, OTHERS))
                        .because("pasv.tls.ipv4", HELPER_CANNOT_READ_TLS)
                        .conclusively()
                        .remarking(REPLY_REWRITTEN));
    }

    private static Stream<Scenario> others() {
        return Stream.of(
                Scenario.named("17 cut while idle")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.works(OPEN)
                                        .special(Attempt.Kind.LONG, TRANSFER_END, TIMED_OUT, "")
                                        .special(Attempt.Kind.LONG_WITH_NOOPS, TRANSFER_END, REPLIED, "226 done"))
                        .because("pasv.plain.ipv4", CONTROL_CUT_WHILE_IDLE)
                        .conclusively(),
                Scenario.named("17 cut while idle, without NOOPs tried")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.works(OPEN).special(Attempt.Kind.LONG, TRANSFER_END, RESET, ""))
                        .because("pasv.plain.ipv4", CONTROL_CUT_WHILE_IDLE, CauseKind.CONTROL_LOST),
                Scenario.named("17 not for want of NOOPs")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.works(OPEN)
                                        .special(Attempt.Kind.LONG, TRANSFER_END, TIMED_OUT, "")
                                        .special(Attempt.Kind.LONG_WITH_NOOPS, TRANSFER_END, TIMED_OUT, ""))
                        .because("pasv.plain.ipv4", CauseKind.CONTROL_LOST, CONTROL_CUT_WHILE_IDLE),
                Scenario.named("18 never connected")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.works(OPEN)
                                        .special(Attempt.Kind.UNCONNECTED, TRANSFER_END, REPLIED, NO_CONNECTION))
                        .remarking(LEASE_TIMED_OUT),
                Scenario.named("18 never connected, and never told")
                        .see(
                                "pasv.plain.ipv4",
                                cell -> cell.works(OPEN).special(Attempt.Kind.UNCONNECTED, TRANSFER_END, TIMED_OUT, ""))
                        .remarking(LEASE_TIMED_OUT),
                Scenario.named("19 data connections from another address")
                        .see(PLAIN, cell -> cell.fails(BYTES, RESET, OPEN))
                        .because(PLAIN, PEER_CHECK, PASSIVE_PORTS_NOT_FORWARDED),
                Scenario.named("19 data connections from another address, and a server that says so")
                        .see(PLAIN, cell -> cell.refused(TRANSFER_START, "425 Security: Bad IP connecting."))
                        .because(PLAIN, PEER_CHECK, PASSIVE_PORTS_NOT_FORWARDED),
                Scenario.named("21 not from this network")
                        .see(PLAIN, cell -> cell.fails(CONTROL_CONNECT, TIMED_OUT, 1))
                        .see("epsv.plain.ipv6", cell -> cell.works(OPEN))
                        .because(PLAIN, CONTROL_DROPPED));
    }
}
