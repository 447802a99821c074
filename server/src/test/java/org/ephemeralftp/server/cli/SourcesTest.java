package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The command line beats the environment, which beats the file; errors tell the place and no secret. */
class SourcesTest {
    @TempDir
    private Path directory;

    private Path file(String... lines) throws IOException {
        return Files.setPosixFilePermissions(
                Files.write(directory.resolve("ftp.conf"), Arrays.asList(lines)),
                PosixFilePermissions.fromString("rw-r-----"));
    }

    /** Runs {@code config} with the file of these lines. */
    private ConfigRun withFile(Map<String, String> environment, String lines, String... options) throws IOException {
        Path file = file(lines.split(";", -1));
        var all = new java.util.ArrayList<>(Arrays.asList(options));
        all.add("--config=" + file);
        ConfigRun run = ConfigRun.of(environment, all.toArray(String[]::new));
        return new ConfigRun(
                run.status(), run.out().replace(directory + "/", ""), run.err().replace(directory + "/", ""));
    }

    @Test
    void the_command_line_beats_the_environment_which_beats_the_file() throws IOException {
        var run = withFile(
                Map.of("EPHEMERAL_FTP_PORT", "2001", "EPHEMERAL_FTP_LEASE_WAIT", "7s", "OTHER", "x"),
                "# comment;  port=2002  ;lease-wait = 8s;lease-timeout = 9s;",
                "--port=2000");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.of("port")).containsExactly("port = 2000   # from --port");
        assertThat(run.of("lease-wait")).containsExactly("lease-wait = 7s   # from EPHEMERAL_FTP_LEASE_WAIT");
        assertThat(run.of("lease-timeout")).containsExactly("lease-timeout = 9s   # from ftp.conf line 4");
        assertThat(run.of("max-sessions")).containsExactly("max-sessions = 500   # default");
        assertThat(run.of("bind-address")).containsExactly("#bind-address =   # default: none");
    }

    @Test
    void a_stronger_source_replaces_a_list_whole() throws IOException {
        String lines = "advertise = 10.0.0.0/8=a.example;advertise = b.example";
        Map<String, String> variable = Map.of("EPHEMERAL_FTP_ADVERTISE", "10.0.0.0/8=c.example\n d.example \n");

        assertThat(withFile(Map.of(), lines).of("advertise"))
                .containsExactly(
                        "advertise = 10.0.0.0/8=a.example   # from ftp.conf line 1",
                        "advertise = b.example   # from ftp.conf line 2");
        assertThat(withFile(variable, lines).of("advertise"))
                .containsExactly(
                        "advertise = 10.0.0.0/8=c.example   # from EPHEMERAL_FTP_ADVERTISE",
                        "advertise = d.example   # from EPHEMERAL_FTP_ADVERTISE");
        assertThat(withFile(variable, lines, "--advertise=e.example").of("advertise"))
                .containsExactly("advertise = e.example   # from --advertise");
    }

    @ParameterizedTest
    @CsvSource({
        "--no-anonymous,     anonymous = false   # from --anonymous",
        "--anonymous=false,  anonymous = false   # from --anonymous",
        "--anonymous,        anonymous = true   # from --anonymous",
        "--keep-listening,   anonymous = true   # from ftp.conf line 1",
    })
    void the_command_line_can_undo_what_a_file_switches_on(String option, String expected) throws IOException {
        assertThat(withFile(Map.of(), "anonymous = true", option).of("anonymous"))
                .containsExactly(expected);
    }

    @Test
    void the_environment_can_name_the_file() throws IOException {
        Path file = file("port = 2002");

        var run = ConfigRun.of(Map.of("EPHEMERAL_FTP_CONFIG", file.toString()));

        assertThat(run.of("port")).containsExactly("port = 2002   # from " + file + " line 1");
    }

    /** What Kubernetes sets in every container beside a service that is named ephemeral-ftp. */
    @Test
    void variables_of_a_service_and_of_our_other_programs_are_none_of_ours() {
        var run = ConfigRun.of(Map.of(
                "EPHEMERAL_FTP_CLIENT_PASSWORD", "of our client",
                "EPHEMERAL_FTP_LAB_RULESET", "of our lab",
                "EPHEMERAL_FTP_SERVICE_HOST", "10.0.0.7",
                "EPHEMERAL_FTP_SERVICE_PORT_CONTROL", "21",
                "EPHEMERAL_FTP_PORT", "tcp://10.0.0.7:21",
                "EPHEMERAL_FTP_PORT_21_TCP_ADDR", "10.0.0.7"));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.of("port")).containsExactly("port = 21   # default");
    }

    @Test
    void a_file_may_begin_with_a_mark_that_it_is_utf_8() throws IOException {
        Path file = file("\uFEFFport = 2002");

        var run = ConfigRun.of(Map.of(), "--config", file.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.of("port")).hasSize(1).first().asString().startsWith("port = 2002");
    }

    @Test
    void a_value_may_hold_everything_but_a_line_end() throws IOException {
        var run = withFile(Map.of(), "user = a=b, c = d # e;home = /srv/a = b # c", "--port=2000");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.of("user")).containsExactly("#user = a=***   # from ftp.conf line 1");
        assertThat(run.of("home")).containsExactly("home = /srv/a = b # c   # from ftp.conf line 2");
    }

    @Test
    void what_is_repeated_on_the_command_line_is_in_force_once() throws IOException {
        var run = ConfigRun.of(Map.of(), "--advertise", "10.0.0.0/8=a.example", "--advertise=b.example", "--user=u=p");

        assertThat(run.of("advertise"))
                .containsExactly(
                        "advertise = 10.0.0.0/8=a.example   # from --advertise",
                        "advertise = b.example   # from --advertise");
        Path printed = Files.writeString(directory.resolve("printed.conf"), run.out());
        var again = ConfigRun.of(Map.of(), "--config", printed.toString());
        assertThat(again.status()).as(again.err()).isZero();
    }

    @Test
    void what_is_printed_is_itself_a_file() throws IOException {
        var run = withFile(
                Map.of("EPHEMERAL_FTP_ACTIVE_PORTS", "20"),
                "advertise = 10.0.0.0/8=a.example;advertise = b.example;keep-listening=true",
                "--home=/srv/ftp",
                "--anonymous");
        Path printed = Files.writeString(directory.resolve("printed.conf"), run.out());

        var again = ConfigRun.of(Map.of(), "--config", printed.toString());

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.values()).isEqualTo(run.values()).contains("active-ports = 20", "keep-listening = true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pasive-ports = 1           | ftp.conf line 1: there is no 'pasive-ports'; did you mean passive-ports?",
                "prot = 1                   | ftp.conf line 1: there is no 'prot'; did you mean port?",
                "nonsense = 1               | ftp.conf line 1: there is no 'nonsense'; 'serve --help' lists",
                "#;port                     | ftp.conf line 2 is not of the form key = value",
                "hunter2                    | ftp.conf line 1 is not of the form key = value",
                "hunter2 = x                | ftp.conf line 1 is not of the form key = value",
                "port =                     | ftp.conf line 1: port: the value is empty",
                "port = 99999               | ftp.conf line 1: port: '99999' is not a port",
                "port = 1;port = 1          | ftp.conf line 2: port is given twice",
                "anonymous = yes            | ftp.conf line 1: anonymous: 'yes' is neither true nor false",
                "config = other             | ftp.conf line 1: config: a file cannot name another one",
                "user = hunter2             | ftp.conf line 1: user: write it as NAME=PASSWORD",
                "user = a=hunter2;user = a= | ftp.conf line 2: user: write it as NAME=PASSWORD",
                "user = a=b;user = a=hunter2| ftp.conf line 2: user: The user 'a' is named twice",
                "advertise = h;advertise = ?| ftp.conf line 2: advertise: '?' is not an advertise rule",
                "active-ports = x           | ftp.conf line 1: active-ports: ",
            })
    void an_error_of_the_file_names_the_line(String lines, String message) throws IOException {
        assertThat(refused(withFile(Map.of(), lines))).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROT=1           | EPHEMERAL_FTP_PROT is not a variable of this server; did you mean EPHEMERAL_FTP_PORT?",
                "PASSIVE-PORTS=1  | EPHEMERAL_FTP_PASSIVE-PORTS is not a variable",
                "HELP=1           | EPHEMERAL_FTP_HELP is not a variable",
                "PORT=x           | EPHEMERAL_FTP_PORT: 'x' is not a port",
                "PORT=            | EPHEMERAL_FTP_PORT: the value is empty",
                "USER=            | EPHEMERAL_FTP_USER: the value is empty",
                "USER=hunter2     | EPHEMERAL_FTP_USER: write it as NAME=PASSWORD",
                "IDLE_TIMEOUT=5ms | EPHEMERAL_FTP_IDLE_TIMEOUT: The idle timeout must be",
                "CONFIG=nothing   | EPHEMERAL_FTP_CONFIG: nothing: there is no such file",
            })
    void an_error_of_the_environment_names_the_variable(String variable, String message) {
        int equals = variable.indexOf('=');
        assertThat(refused(ConfigRun.of(
                        Map.of("EPHEMERAL_FTP_" + variable.substring(0, equals), variable.substring(equals + 1)))))
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=x                       | --port: 'x' is not a port",
                "--port=1 --home=x --port=2     | --port is given twice",
                "--anonymous --no-anonymous     | --anonymous is given twice",
                "--home=                        | --home: the value is empty",
                "--config=                      | --config: the value is empty",
                "--user=hunter2                 | --user: write it as NAME=PASSWORD",
                "--pasive-ports=1               | unknown option --pasive-ports; did you mean --passive-ports?",
                "--no-anonymus                  | unknown option --no-anonymus; did you mean --no-anonymous?",
                "--password=hunter2             | unknown option --password; 'config --help' lists what there is",
            })
    void an_error_of_the_command_line_names_the_option(String options, String message) {
        assertThat(refused(ConfigRun.of(Map.of(), options.split(" ", -1)))).contains(message);
    }

    private static String refused(ConfigRun run) {
        assertThat(run.status()).as(run.out()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).doesNotContain("hunter2");
        return run.err();
    }

    /** An option that is declared as the others are is in each of the sources by that alone. */
    @Test
    void every_option_is_in_every_source() throws IOException {
        CommandLine serve = Objects.requireNonNull(
                Main.commandLine(Map.of()).getSubcommands().get("serve"));
        var options = serve.getCommandSpec().options().stream()
                .filter(option -> !ConfigListing.defaultOf(option).isEmpty())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
        assertThat(options).hasSizeGreaterThan(15);
        String lines = options.stream()
                .map(option -> Keys.key(option) + " = " + ConfigListing.defaultOf(option))
                .collect(Collectors.joining(";"));
        Map<String, String> variables =
                options.stream().collect(Collectors.toMap(Keys::variable, ConfigListing::defaultOf));

        var file = withFile(Map.of(), lines);
        var environment = withFile(variables, lines);

        for (OptionSpec option : options) {
            assertThat(file.of(Keys.key(option))).singleElement().asString().contains("# from ftp.conf line ");
            assertThat(environment.of(Keys.key(option)))
                    .singleElement()
                    .asString()
                    .endsWith("# from " + Keys.variable(option));
        }
    }

    @Test
    void help_does_not_care_what_the_environment_says() {
        assertThat(Main.commandLine(Map.of("EPHEMERAL_FTP_NONSENSE", "x"))
                        .setOut(new java.io.PrintWriter(java.io.Writer.nullWriter()))
                        .execute("serve", "--help"))
                .isZero();
    }

    @Test
    void another_command_takes_only_what_means_the_same_there() throws IOException {
        Path file = file("passive-ports = 27300", "home = /srv");
        ListCommand list = new ListCommand();
        CommandLine root = Main.commandLine(Map.of(
                "EPHEMERAL_FTP_CONFIG", file.toString(), "EPHEMERAL_FTP_PORT", "2001", "EPHEMERAL_FTP_HOME", "/other"));
        root.addSubcommand("accounts", new CommandLine(new AccountsCommand()).addSubcommand("list", list))
                .setExecutionStrategy(root.getExecutionStrategy());

        assertThat(root.execute("accounts", "list", "list")).isZero();

        assertThat(list.home).isEqualTo("none");
        assertThat(list.ports).isEqualTo("27300");
        assertThat(list.name).isEqualTo("list");
    }

    @CommandLine.Command(name = "accounts")
    private static final class AccountsCommand {}

    @CommandLine.Command(name = "list")
    private static final class ListCommand implements Runnable, Configurable {
        @CommandLine.Option(names = "--home", defaultValue = "none")
        private String home = "";

        @CommandLine.Option(names = "--passive-ports")
        private String ports = "";

        @CommandLine.Parameters
        private String name = "";

        @Override
        public boolean takes(String option) {
            return option.equals("--passive-ports");
        }

        @Override
        public void run() {}
    }
}
