package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code openssl s_client}, one for the control connection, whose commands are typed, and one for each data connection,
 * which resumes the TLS session that the first has put into a file.
 */
final class OpensslTlsProgram implements TlsProgram {
    private static final Pattern EPSV = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final long LIMIT_SECONDS = 60;
    private static final String SESSION = "session.pem";

    @Override
    public List<String> programs() {
        return List.of("openssl");
    }

    @Override
    public boolean resumes() {
        return true;
    }

    /** It is a TLS client only where it connects. */
    @Override
    public boolean isActive() {
        return false;
    }

    @Override
    public Said run(Trip trip) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        Process process = client(trip, trip.port(), "-quiet", "-crlf", "-starttls", "ftp", "-sess_out", SESSION);
        try (BufferedReader replies = process.inputReader(StandardCharsets.UTF_8)) {
            Control control = new Control(process, replies, text);
            control.say("USER " + Trip.USER);
            control.say("PASS " + Trip.PASSWORD);
            control.say("PBSZ 0");
            control.say("PROT P");
            control.say("TYPE I");
            boolean done = receive(trip, control, "RETR " + DOWNLOAD, DOWNLOAD)
                    && receive(trip, control, "NLST", "names.txt")
                    && send(trip, control);
            text.append(Files.readString(trip.work().resolve("names.txt")));
            return new Said(done, text.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean receive(Trip trip, Control control, String command, String into)
            throws IOException, InterruptedException {
        int port = control.epsv();
        control.type(command);
        Process data = client(trip, port, "-quiet", "-sess_in", SESSION);
        try {
            Files.write(trip.work().resolve(into), data.getInputStream().readAllBytes());
            return control.ends();
        } finally {
            data.destroyForcibly();
        }
    }

    private static boolean send(Trip trip, Control control) throws IOException, InterruptedException {
        int port = control.epsv();
        control.type("STOR " + UPLOAD);
        Process data = client(trip, port, "-quiet", "-no_ign_eof", "-sess_in", SESSION);
        try {
            data.getOutputStream().write(Files.readAllBytes(trip.work().resolve(UPLOAD)));
            data.getOutputStream().close();
            assertThat(data.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return control.ends();
        } finally {
            data.destroyForcibly();
        }
    }

    private static Process client(Trip trip, int port, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.add("-tls" + trip.version().number().replace('.', '_'));
        command.addAll(Arrays.asList(options));
        Path log = trip.work().resolve("openssl.log");
        return new ProcessBuilder(command)
                .directory(trip.work().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The control connection, as somebody at a terminal has it. */
    private record Control(Process process, BufferedReader replies, StringBuilder text) {
        void type(String command) throws IOException {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        /** The next line, which is a reply: all that are asked for have one line. */
        String reply() throws IOException {
            String line = String.valueOf(replies.readLine());
            text.append(line).append('\n');
            return line;
        }

        void say(String command) throws IOException {
            type(command);
            assertThat(reply()).as(command).matches("[23]\\d\\d .*");
        }

        int epsv() throws IOException {
            type("EPSV");
            Matcher port = EPSV.matcher(reply());
            assertThat(port.find()).isTrue();
            return Integer.parseInt(port.group(1));
        }

        boolean ends() throws IOException {
            String first = reply();
            return (first.startsWith("150 ") ? reply() : first).startsWith("226 ");
        }
    }

    @Override
    public String toString() {
        return "openssl";
    }
}
