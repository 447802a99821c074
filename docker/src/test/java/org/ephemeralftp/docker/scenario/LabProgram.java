package org.ephemeralftp.docker.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.ephemeralftp.docker.lab.AddressPlan;
import org.ephemeralftp.docker.lab.LabHost;

/** Makes a lab with a process in it, says so, and waits to be killed. */
final class LabProgram {
    /** Says that it is there, and waits; it does not end with its input. */
    static final List<String> FOREVER =
            List.of("python3", "-c", "import signal; print('ready', flush=True); signal.pause()");

    private LabProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        try (Lab lab = Lab.build(directory, AddressPlan.ROUTED);
                Meanwhile process = Meanwhile.start(directory, lab.command(LabHost.SERVER, FOREVER))) {
            System.out.println(process.handle().isAlive() ? "ready" : "ended");
            System.out.flush();
            while (System.in.read() != -1) {
                // Whoever kills it never gets to the end of this.
            }
        }
    }
}
