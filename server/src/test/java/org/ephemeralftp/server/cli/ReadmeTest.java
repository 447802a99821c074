package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import picocli.CommandLine;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.faults.Fault;
import org.ephemeralftp.server.testing.ControlConnection;

/** What README.md says of the server is true: its options are all there, and its Java example runs. */
class ReadmeTest {
    private static final String JAR = "java -jar server/target/ephemeral-ftp-server.jar ";
    private static final Path README = Path.of("..", "README.md");
    private static final String IMPORTS_OF_TESTS = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import static org.junit.jupiter.api.Assertions.*;
            import java.net.URI;
            import java.time.Duration;
            import org.ephemeralftp.server.junit.*;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.*;
            """;

    @Test
    void the_table_of_options_is_complete_and_names_the_defaults() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| `(--[a-z-]+)` \\| ([^|]*) \\|").matcher(Files.readString(README));
        Set<String> documented = new TreeSet<>();
        CommandLine serve =
                Objects.requireNonNull(Main.commandLine().getSubcommands().get("serve"));
        while (rows.find()) {
            String option = rows.group(1);
            documented.add(option);
            var spec = serve.getCommandSpec().findOption(option);
            assertThat(spec).as(option).isNotNull();
            String expected = ConfigListing.defaultOf(spec);
            assertThat(rows.group(2).replace("`", ""))
                    .as(option)
                    .isIn(
                            expected.isEmpty()
                                    ? Set.of("none", "all")
                                    : Set.of(expected.equals("false") ? "no" : expected));
        }
        Set<String> existing = new TreeSet<>(serve.getCommandSpec().optionsMap().keySet());
        existing.removeAll(Set.of("-h", "--help", "-V", "--version"));
        assertThat(documented).isEqualTo(existing);
    }

    @Test
    void the_java_example_runs(@TempDir Path directory) throws Exception {
        assertThat(printedBy("snapshot()", directory)).contains("data ports 50000-50009");
    }

    @Test
    void the_example_of_faults_runs(@TempDir Path directory) throws Exception {
        assertThat(printedBy("faults()", directory))
                .contains("not met yet: [NoDataPort[")
                .contains("DataReset[bytes=100000]]");
    }

    @Test
    void the_table_of_faults_is_complete() throws IOException {
        Matcher calls =
                Pattern.compile("`([a-zA-Z]+)\\([a-z, ]*\\)`(?=.*\\|.*\\|)").matcher(Files.readString(README));
        Set<String> documented = new TreeSet<>();
        while (calls.find()) {
            documented.add(calls.group(1));
        }
        assertThat(documented)
                .isEqualTo(Arrays.stream(Fault.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The server of the section is started where the password is known that was made up for its first user. */
    @Test
    @Timeout(300)
    void the_commands_of_the_section_on_accounts_work(@TempDir Path directory) throws Exception {
        String section = Files.readString(README).split("\n## Accounts\n", 2)[1].split("\n## ", 2)[0];
        List<String> commands = section.lines()
                .filter(line -> line.startsWith(JAR))
                .map(line -> line.substring(JAR.length()))
                .toList();
        assertThat(commands)
                .hasSize(7)
                .filteredOn(line -> line.startsWith("user "))
                .hasSize(6);
        Path users = directory.resolve("ftp-users");
        String password = "";
        for (String command : commands) {
            String here = command.replace("ftp-users", users.toString());
            if (command.startsWith("user ")) {
                String printed = printed(here.split(" "));
                password = command.startsWith("user add alice") ? printed.strip() : password;
            } else {
                assertThat(here).isEqualTo("--port 2121 --users " + users);
                logsIn(directory, users, password);
            }
        }
        assertThat(printed("user", "list", "--users", users.toString()).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("alice  rw "))
                .anyMatch(line -> line.startsWith("carol  rw=/incoming "));
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out));
        assertThat(Main.run(commandLine, arguments))
                .as(String.join(" ", arguments))
                .isZero();
        return out.toString();
    }

    private static void logsIn(Path directory, Path users, String password) throws IOException {
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                        .port(0)
                        .passivePorts("27160-27169")
                        .home(directory.resolve("ftp-home"))
                        .usersFile(users)
                        .start();
                ControlConnection control = ControlConnection.to(server)) {
            control.logIn("alice", password);
        }
    }

    @Test
    void the_example_of_a_test_passes(@TempDir Path directory) throws Exception {
        compile("OrdersTest", IMPORTS_OF_TESTS + example("@ExtendWith"), directory);

        try (URLClassLoader loader = loader(directory)) {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(loader.loadClass("OrdersTest")))
                    .execute()
                    .testEvents()
                    .assertStatistics(statistics -> statistics.started(1).succeeded(1));
        }
    }

    @Test
    void the_example_of_a_configured_server_compiles(@TempDir Path directory) throws Exception {
        String field = "class FieldTest {\n" + example("EphemeralFtpExtension.with") + "}";
        compile("FieldTest", IMPORTS_OF_TESTS + field, directory);
    }

    /** The Java example in which a text occurs. */
    private static String example(String text) throws IOException {
        return Pattern.compile("(?s)```java\\n(.*?)```")
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    /** Compiles and runs the example in which a text occurs. */
    private static String printedBy(String text, Path directory) throws Exception {
        String source = "import org.ephemeralftp.server.EphemeralFtpServer;\n"
                + "import org.ephemeralftp.server.faults.Fault;\n"
                + "public class Example { public static void run() throws Exception {\n" + example(text) + "} }";
        compile("Example", source, directory);

        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = loader(directory)) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("run").invoke(null);
        } finally {
            System.setOut(stdout);
            Files.deleteIfExists(Path.of("ftp-home"));
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static URLClassLoader loader(Path directory) throws IOException {
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, ReadmeTest.class.getClassLoader());
    }

    private static void compile(String name, String source, Path directory) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        boolean compiled = compiler.getTask(
                        new java.io.PrintWriter(errors, true, StandardCharsets.UTF_8),
                        null,
                        null,
                        List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(name, source)))
                .call();
        assertThat(compiled).as(errors.toString(StandardCharsets.UTF_8)).isTrue();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
