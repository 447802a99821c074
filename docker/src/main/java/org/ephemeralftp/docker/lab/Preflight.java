package org.ephemeralftp.docker.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a lab needs of the machine: tells in one go what is missing, and what to do about it. */
final class Preflight {
    /** How to have a lab without being root on a Linux machine. */
    static final String IN_A_CONTAINER =
            "in a container: docker run --rm --user 0 --cap-add NET_ADMIN --cap-add SYS_ADMIN"
                    + " --security-opt apparmor=unconfined -v \"$PWD:/rules\" ephemeral-ftp lab run --ruleset /rules/my.nft";

    private static final Path PROCESS = Path.of("/proc/self");

    /** What the kernel must let one do, step by step; each says which it is about to do. */
    private static final String TRIAL = """
            echo mounts: a file system cannot be mounted
            mount -t tmpfs tmpfs /run
            mkdir /run/netns
            echo hosts: network namespaces cannot be made
            ip netns add trial
            ip netns exec trial true
            echo links: links of the kind veth cannot be made
            ip link add trial type veth peer name trial netns trial
            echo sysctl: /proc/sys cannot be written to
            [ -w /proc/sys/net/ipv4/ip_forward ] || mount -o remount,rw /proc/sys
            ip netns exec trial sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
            echo rules: nftables cannot be used
            nft list ruleset > /run/rules
            """;

    private final List<String> missing = new ArrayList<>();

    /**
     * Looks for everything.
     *
     * @throws UnsupportedMachineException if something is missing; each line of the message names something
     */
    static void check(List<Ruleset> rulesets, boolean capture) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UnsupportedMachineException(
                    "The lab needs Linux, for its network namespaces; run it " + IN_A_CONTAINER);
        }
        if (!Integer.valueOf(0).equals(Files.getAttribute(PROCESS, "unix:uid"))) {
            throw new UnsupportedMachineException(
                    "The lab needs root, for its network namespaces: run it with sudo, or " + IN_A_CONTAINER);
        }
        Preflight preflight = new Preflight();
        preflight.programs(rulesets, capture);
        if (preflight.missing.isEmpty()) {
            preflight.kernel();
        }
        if (preflight.missing.isEmpty() && rulesets.stream().anyMatch(Ruleset::usesHelper)) {
            preflight.helper();
        }
        if (!preflight.missing.isEmpty()) {
            throw new UnsupportedMachineException("The lab cannot run here:\n" + String.join("\n", preflight.missing));
        }
    }

    private void programs(List<Ruleset> rulesets, boolean capture) {
        Map<String, String> packages = new LinkedHashMap<>();
        for (String each : List.of("unshare", "nsenter")) {
            packages.put(each, "util-linux");
        }
        packages.put("ip", "iproute2");
        packages.put("nft", "nftables");
        packages.put("conntrack", "conntrack");
        if (capture) {
            packages.put("tcpdump", "tcpdump");
        }
        for (Ruleset each : rulesets) {
            if (each instanceof Ruleset.Iptables iptables) {
                packages.put(iptables.program() + "-restore", "iptables");
                packages.put(iptables.program() + "-save", "iptables");
            }
        }
        packages.forEach((program, name) -> {
            if (!isOnPath(program)) {
                missing.add("- " + program + " is not installed: install the package " + name
                        + " (Debian's name; others call it much the same)");
            }
        });
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private void kernel() throws IOException, InterruptedException {
        HostProgram trial = HostProgram.run(
                List.of(
                        "unshare",
                        "--mount",
                        "--net",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "sh",
                        "-e",
                        "-s"),
                TRIAL);
        if (trial.succeeded()) {
            return;
        }
        List<String> steps = trial.out().lines().toList();
        String step = steps.isEmpty()
                ? "namespaces cannot be made"
                : steps.get(steps.size() - 1).replaceFirst("^\\w+: ", "");
        missing.add(
                "- " + step + " (" + trial.said().lines().findFirst().orElse("") + "): the lab needs the capabilities "
                        + "NET_ADMIN and SYS_ADMIN, an unconfined AppArmor profile and a kernel with nftables; run it as root on the"
                        + " machine itself, or " + IN_A_CONTAINER);
    }

    private void helper() throws IOException, InterruptedException {
        // Not only parsed: the kernel looks for the helper, and loads its module if it can.
        String rules = "table inet lab { ct helper ftp-control { type \"ftp\" protocol tcp; }; }";
        HostProgram nft = HostProgram.run(List.of("unshare", "--net", "nft", "-f", "-"), rules);
        if (!nft.succeeded()) {
            missing.add("- a ruleset assigns the FTP helper, and the kernel has none: load its modules, outside of any"
                    + " container (modprobe -a nf_conntrack_ftp nf_nat_ftp)");
        }
    }
}
