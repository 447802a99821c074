package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** ncftp, as a person types it. */
final class NcftpProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("ncftp");
    }

    /** It knows neither IPv6 nor the commands that came with it. */
    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4 ? EnumSet.of(DataMode.PASV, DataMode.PORT) : EnumSet.noneOf(DataMode.class);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        String typed = String.join(
                "\n",
                "set auto-resume yes",
                "set confirm-close no",
                "set passive " + (trip.mode().passive() ? "on" : "off"),
                "open -u " + Trip.USER + " -p " + Trip.PASSWORD + " -P " + trip.port() + " "
                        + trip.family().address(),
                "put " + TripFiles.UPLOAD + " " + TripFiles.HALF_UPLOADED + " " + TripFiles.BEFORE,
                "rename " + TripFiles.BEFORE + " " + TripFiles.AFTER,
                "dir",
                "get " + TripFiles.DOWNLOAD + " " + TripFiles.HALF_DOWNLOADED,
                "rm " + TripFiles.DOOMED,
                "quit",
                "");
        return List.of(Program.run(trip.work(), List.of("ncftp"), typed));
    }

    @Override
    public String toString() {
        return "ncftp";
    }
}
