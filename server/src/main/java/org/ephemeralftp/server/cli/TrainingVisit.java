package org.ephemeralftp.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server is asked for while its classes are listed: the commands of a usual client, with a transfer each way and a
 * listing, so that the first session after a start finds its classes in the archive, too.
 */
final class TrainingVisit {
    static final String USER = "training";

    private static final int LIMIT_MILLIS = 60_000;
    private static final Pattern EXTENDED_PASSIVE = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final byte[] CONTENT = "training\n".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final String password;

    TrainingVisit(int port, String password) {
        this.port = port;
        this.password = password;
    }

    void run() throws IOException {
        try (Socket control = connect(port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = control.getOutputStream();
            reply(in);
            for (String command : List.of("FEAT", "USER " + USER, "PASS " + password, "TYPE I", "PWD")) {
                ask(in, out, command);
            }
            for (String transfer : List.of("STOR file", "RETR file", "LIST", "MLSD")) {
                transfer(in, out, transfer);
            }
            ask(in, out, "DELE file");
            ask(in, out, "QUIT");
        }
    }

    private static void transfer(BufferedReader in, OutputStream out, String command) throws IOException {
        Matcher passive = EXTENDED_PASSIVE.matcher(ask(in, out, "EPSV"));
        if (!passive.matches()) {
            throw new IOException("the server refused EPSV");
        }
        try (Socket data = connect(Integer.parseInt(passive.group(1)))) {
            ask(in, out, command);
            if (command.startsWith("STOR")) {
                data.getOutputStream().write(CONTENT);
                data.shutdownOutput();
            }
            data.getInputStream().readAllBytes();
        }
        reply(in);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static String ask(BufferedReader in, OutputStream out, String command) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String reply = reply(in);
        if (reply.charAt(0) > '3') {
            throw new IOException("the server answered " + command.split(" ", 2)[0] + " with " + reply);
        }
        return reply;
    }

    /** The last line of a reply (RFC 959, section 4.2). */
    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.matches("\\d{3} .*")) {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("the server ended the session");
        }
        return line;
    }
}
