package org.ephemeralftp.client.testing;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.ftpserver.ftplet.FtpException;

/** The stock server as a program: address, home and passive ports as arguments; prints its port and runs until ended. */
public final class StockServerProgram {
    private StockServerProgram() {}

    public static void main(String[] args) throws FtpException, IOException {
        // In a network of its own; one that the kernel chooses could be among those that the rules are about.
        try (StockServer server = StockServer.start(args[0], 2121, Path.of(args[1]), args[2], 128)) {
            System.out.println(server.port());
            // Ends with whoever started it.
            while (System.in.read() >= 0) {}
        }
    }
}
