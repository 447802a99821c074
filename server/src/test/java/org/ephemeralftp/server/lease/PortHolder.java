package org.ephemeralftp.server.lease;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Another process that listens on a port of ours. */
final class PortHolder implements AutoCloseable {
    private final Process process;

    private PortHolder(Process process) {
        this.process = process;
    }

    /** Starts a process; when this returns, it listens. */
    static PortHolder start(int port) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PortHolder.class.getName(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        String line = out.readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("The process that was to hold port " + port + " said " + line);
        }
        return new PortHolder(process);
    }

    /** Ends the process and waits until it is gone. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " does not end");
        }
    }

    /** The process itself: it holds the port until its standard input ends, which it does with its parent. */
    @SuppressWarnings("SystemOut")
    public static void main(String... args) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Loopback.SERVER, Integer.parseInt(args[0])));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Nobody talks to us.
            }
        }
    }
}
