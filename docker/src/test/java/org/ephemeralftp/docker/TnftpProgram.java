package org.ephemeralftp.docker;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.ephemeralftp.docker.testing.Program;

/** tnftp, the BSDs' ftp, as a person types it. */
final class TnftpProgram implements FtpProgram {
    @Override
    public List<String> programs() {
        return List.of("tnftp");
    }

    @Override
    public Set<DataMode> modes(Family family) {
        return family == Family.IPV4 ? EnumSet.allOf(DataMode.class) : EnumSet.of(DataMode.EPSV, DataMode.EPRT);
    }

    @Override
    public List<Program> run(Trip trip) throws IOException, InterruptedException {
        boolean extended = trip.mode() == DataMode.EPSV || trip.mode() == DataMode.EPRT;
        String typed = String.join(
                "\n",
                "epsv " + (extended ? "on" : "off"),
                "passive " + (trip.mode().passive() ? "on" : "off"),
                "open " + trip.family().address() + " " + trip.port(),
                "user " + Trip.USER + " " + Trip.PASSWORD,
                "binary",
                "put " + TripFiles.UPLOAD,
                "restart " + TripFiles.HALF,
                "put " + TripFiles.HALF_UPLOADED,
                "put " + TripFiles.BEFORE,
                "rename " + TripFiles.BEFORE + " " + TripFiles.AFTER,
                "dir",
                "nlist",
                "mlsd",
                "get " + TripFiles.DOWNLOAD,
                "reget " + TripFiles.HALF_DOWNLOADED,
                "delete " + TripFiles.DOOMED,
                "quit",
                "");
        return List.of(Program.run(trip.work(), List.of("tnftp", "-n", "-i", "-v", "-q", "30"), typed));
    }

    @Override
    public String toString() {
        return "tnftp";
    }
}
