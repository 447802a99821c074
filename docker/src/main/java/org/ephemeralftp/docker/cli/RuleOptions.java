package org.ephemeralftp.docker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.docker.lab.FirewallLab;
import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.lab.Nat;

/** The options that say what the lab is like: rules on its hosts, and its server. */
final class RuleOptions {
    private static final String PASSIVE_PORTS = "--passive-ports";

    @Option(
            names = "--ruleset",
            paramLabel = "[HOST=]FILE",
            converter = RuleFile.Converter.class,
            description =
                    "File of nftables for a host: client, router or server; without HOST= the one of --on. Can be "
                            + "given again.")
    private List<RuleFile> rulesets = new ArrayList<>();

    @Option(
            names = "--iptables-restore",
            paramLabel = "[HOST=]FILE",
            converter = RuleFile.Converter.class,
            description = "The same with a file of iptables-save, for IPv4.")
    private List<RuleFile> iptables = new ArrayList<>();

    @Option(
            names = "--ip6tables-restore",
            paramLabel = "[HOST=]FILE",
            converter = RuleFile.Converter.class,
            description = "The same with a file of ip6tables-save, for IPv6.")
    private List<RuleFile> ip6tables = new ArrayList<>();

    @Option(
            names = "--on",
            paramLabel = "HOST",
            defaultValue = "server",
            converter = Host.class,
            description =
                    "Where files without HOST= are loaded: client, router or server; ${DEFAULT-VALUE} unless given.")
    private LabHost on = LabHost.SERVER;

    @Option(
            names = "--nat",
            paramLabel = "KIND",
            defaultValue = "none",
            converter = Translation.class,
            description = "What the router does with addresses. masquerade: the client's network is private. dnat: the "
                    + "server's is, and the router forwards the control port and the passive ports. ${DEFAULT-VALUE} "
                    + "unless given.")
    private Nat nat = Nat.NONE;

    @Option(
            names = "--own-nat",
            description =
                    "The addresses are those of --nat, and the rules that translate them are in your files. Nobody "
                            + "outside of the private network knows its addresses.")
    private boolean ownNat;

    @Option(
            names = "--server-option",
            paramLabel = "OPTION",
            description = "An option of the server, such as --server-option=" + PASSIVE_PORTS
                    + "=50000-50009, which is " + "what it has unless given. Can be given again.")
    private List<String> serverOptions = new ArrayList<>();

    @Option(
            names = "--keep-pcap",
            paramLabel = "DIR",
            converter = Directory.class,
            description =
                    "Writes what passes the client and the server into client.pcap and server.pcap there (tcpdump), and "
                            + "into control-client.pcap and control-server.pcap what passes without the rules.")
    private @Nullable Path pcaps;

    /** What is wrong with them together; empty if nothing is. */
    String contradiction() {
        if (ownNat && nat == Nat.NONE) {
            return "--own-nat says that your rules translate addresses, but not which: add --nat masquerade or --nat dnat";
        }
        if (files().findAny().isEmpty() && nat == Nat.NONE) {
            return "there are no rules to test: give --ruleset FILE, --iptables-restore FILE or --ip6tables-restore FILE";
        }
        if (ownNat && files().findAny().isEmpty()) {
            return "--own-nat says that your rules translate addresses, but there are none: give --ruleset router=FILE, or"
                    + " leave it out";
        }
        return "";
    }

    FirewallLab.Builder describe() {
        FirewallLab.Builder lab = FirewallLab.builder().nat(nat);
        if (ownNat) {
            lab.ownNat();
        }
        rulesets.forEach(each -> lab.ruleset(each.host(on), each.file()));
        iptables.forEach(each -> lab.iptables(each.host(on), each.file()));
        ip6tables.forEach(each -> lab.ip6tables(each.host(on), each.file()));
        lab.server(serverOptions());
        if (pcaps != null) {
            lab.capture(pcaps);
        }
        return lab;
    }

    private String[] serverOptions() {
        Stream<String> usual = serverOptions.stream().anyMatch(each -> each.startsWith(PASSIVE_PORTS))
                ? Stream.empty()
                : Stream.of(PASSIVE_PORTS + "=50000-50009");
        return Stream.concat(usual, serverOptions.stream()).toArray(String[]::new);
    }

    /** What there is, in words. */
    String summary() {
        String rules = files().map(each -> each.file().getFileName() + " on the " + each.host(on))
                .collect(Collectors.joining(", "));
        String translation = nat == Nat.NONE ? "" : nat + (ownNat ? " by these rules" : " on the router");
        return Stream.of(rules, translation).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    private Stream<RuleFile> files() {
        return Stream.of(rulesets, iptables, ip6tables).flatMap(List::stream);
    }

    static final class Host implements ITypeConverter<LabHost> {
        @Override
        public LabHost convert(String value) {
            return Choices.choose(LabHost.class, value);
        }
    }

    static final class Translation implements ITypeConverter<Nat> {
        @Override
        public Nat convert(String value) {
            return Choices.choose(Nat.class, value);
        }
    }

    /** A directory that is there, or can be made in one that is. */
    static final class Directory implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            Path directory = Path.of(value).toAbsolutePath();
            Path parent = directory.getParent();
            if (Files.isDirectory(directory)
                    || (!Files.exists(directory) && parent != null && Files.isDirectory(parent))) {
                return directory;
            }
            throw new TypeConversionException(
                    "'" + value + "' is no directory, and cannot be made: name one, or a new one in one that is there");
        }
    }
}
