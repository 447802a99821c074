package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a start of the server knows of the command line, and that nobody notices. */
class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "serve --port 21", "--port 21", "clinet"})
    void a_start_of_the_server_reads_no_other_command(String arguments) {
        CommandLine commandLine = Main.commandLineOf(split(arguments));

        assertThat(commandLine.getSubcommands()).containsOnlyKeys("serve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-V", "config", "user list", "ranges --json"})
    void everything_else_knows_all_commands(String arguments) {
        CommandLine commandLine = Main.commandLineOf(split(arguments));

        assertThat(commandLine.getSubcommands()).containsOnlyKeys("serve", "config", "firewall", "user", "ranges");
    }

    @Test
    void every_command_has_its_own_name() {
        Main.commandLine()
                .getSubcommands()
                .forEach((name, command) ->
                        assertThat(command.getCommandSpec().name()).isEqualTo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"confg", "servee", "--prot 21", "nothing-like-it", "--port twenty"})
    void wrong_input_is_answered_the_same(String arguments) {
        assertThat(error(Main.commandLineOf(split(arguments)), arguments))
                .isNotEmpty()
                .isEqualTo(error(Main.commandLine(), arguments));
    }

    @Test
    void a_mistyped_command_is_recognized() {
        assertThat(error(Main.commandLineOf("confg"), "confg")).contains("did you mean config?");
    }

    private static String error(CommandLine commandLine, String arguments) {
        StringWriter err = new StringWriter();
        assertThat(Main.run(commandLine.setErr(new PrintWriter(err)), split(arguments)))
                .isEqualTo(2);
        return err.toString();
    }

    private static String[] split(String arguments) {
        return arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
    }
}
