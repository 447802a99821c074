package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.docker.testing.Docker;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.LabRequires;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.TestImage;

/** A lab in a container finds what one of root on the machine itself finds. */
@Timeout(300)
class LabContainerIT {
    private static final String RULES = """
            table inet filter {
                chain input {
                    type filter hook input priority filter; policy drop;
                    iifname "lo" accept
                    meta l4proto { icmp, ipv6-icmp } accept
                    ct state established accept
                    tcp dport 21 ct state new accept
                    tcp dport %s ct state new accept
                }
            }
            """;

    /** What the product tells those to do who are not root. */
    private static final String OPTIONS =
            "--rm --user 0 --cap-add NET_ADMIN --cap-add SYS_ADMIN --security-opt apparmor=unconfined";

    private static final String MOUNT = " -v \"$PWD:/rules\" ephemeral-ftp lab run --ruleset /rules/my.nft";
    private static final List<String> CELLS = List.of(
            "--mode=epsv,port", "--protection=plain", "--tries=1", "--timeout=5", "--no-sweep", "--format=json");

    @TempDir
    Path directory;

    @ParameterizedTest
    @Execution(CONCURRENT)
    @CsvSource({"50000-50009, 0", "40000, 1"})
    void aContainerFindsTheSameAsRoot(String open, int status) throws IOException, InterruptedException {
        LabRequires.all();
        Path rules = Files.writeString(directory.resolve("my.nft"), RULES.formatted(open));
        Program container = inContainer("lab", "run", "--ruleset", "/rules/my.nft");
        List<String> arguments = new ArrayList<>(List.of("run", "--ruleset", rules.toString()));
        arguments.addAll(CELLS);
        Program root = Program.run(directory, Jars.command(Jars.lab(), arguments.toArray(String[]::new)));

        assertThat(container.status()).as(container.toString()).isEqualTo(status);
        assertThat(root.status()).as(root.toString()).isEqualTo(status);
        Map<String, String> found = matrix(container);
        assertThat(found).isEqualTo(matrix(root)).hasSize(2 * 4);
        assertThat(found.get("probe epsv.plain.ipv4"))
                .matches(status == 0 ? "ok" : "timed-out at data-connect passive-ports-dropped.*");
        assertThat(found).containsEntry("probe port.plain.ipv4", "ok");
    }

    private Program inContainer(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(OPTIONS.split(" ")));
        arguments.addAll(List.of("-v", directory + ":/rules", TestImage.name()));
        arguments.addAll(List.of(command));
        arguments.addAll(CELLS);
        return Docker.run(arguments.toArray(String[]::new));
    }

    /** The verdict and the causes of each cell, with and without rules. */
    private static Map<String, String> matrix(Program lab) {
        JsonObject root = JsonParser.parseString(lab.out()).getAsJsonObject();
        Map<String, String> matrix = new TreeMap<>();
        for (String probe : List.of("control", "probe")) {
            for (JsonElement each : root.getAsJsonObject(probe).getAsJsonArray("cells")) {
                JsonObject cell = each.getAsJsonObject();
                StringBuilder found = new StringBuilder(cell.get("verdict").getAsString());
                if (cell.has("diagnosis") && cell.get("diagnosis").isJsonObject()) {
                    for (JsonElement cause : cell.getAsJsonObject("diagnosis").getAsJsonArray("causes")) {
                        found.append(' ')
                                .append(cause.getAsJsonObject().get("kind").getAsString());
                    }
                }
                matrix.put(probe + " " + cell.get("cell").getAsString(), found.toString());
            }
        }
        return matrix;
    }

    @Test
    @Execution(CONCURRENT)
    void withoutRootALineSaysWhatToDo() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("my.nft"), "table inet filter { }\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Program lab = Docker.run(
                "run",
                "--rm",
                "-v",
                directory + ":/rules",
                TestImage.name(),
                "lab",
                "run",
                "--ruleset",
                "/rules/my.nft");

        assertThat(lab.status()).as(lab.toString()).isEqualTo(2);
        assertThat(lab.out().lines()).as("what it is about to do").hasSize(1);
        assertThat(lab.err().lines())
                .last(InstanceOfAssertFactories.STRING)
                .endsWith("in a container: docker run " + OPTIONS + MOUNT);
    }
}
