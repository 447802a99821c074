package org.ephemeralftp.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.ephemeralftp.docker.testing.Program;

/** A client that is not ours, and how it transfers one file. */
enum RealClient {
    CURL("curl") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return curl(upload, remote, local, visit.random().nextBoolean() ? "--disable-epsv" : "--ftp-pasv");
        }
    },
    CURL_ACTIVE("curl") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return curl(upload, remote, local, "--ftp-port", "-");
        }
    },
    CURL_TLS("curl") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return curl(upload, remote, local, "--ssl-reqd", "--insecure");
        }
    },
    LFTP("lftp") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return lftp(upload, remote, local, "set ftp:ssl-allow no");
        }
    },
    LFTP_TLS("lftp") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return lftp(
                    upload,
                    remote,
                    local,
                    "set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ssl:verify-certificate no");
        }
    },
    TNFTP("tnftp") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return List.of("tnftp", "-n", "-i", "-v", "-q", "60");
        }

        @Override
        String input(boolean upload, String remote, String local) {
            return String.join(
                    "\n",
                    "open " + HOST + " " + Soak.PORT,
                    "user " + Site.USER + " " + Site.PASSWORD,
                    "binary",
                    upload ? "put " + local + " " + remote : "get " + remote + " " + local,
                    "quit",
                    "");
        }
    },
    NCFTP("ncftpput") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            List<String> command = new ArrayList<>(List.of(upload ? "ncftpput" : "ncftpget"));
            command.addAll(List.of("-u", Site.USER, "-p", Site.PASSWORD, "-P", Integer.toString(Soak.PORT)));
            command.addAll(List.of("-r", "1", "-t", "60", visit.random().nextBoolean() ? "-F" : "-E", "-C", HOST));
            command.addAll(upload ? List.of(local, remote) : List.of(remote, local));
            return command;
        }
    },
    WGET("wget") {
        @Override
        boolean uploads() {
            return false;
        }

        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            return List.of(
                    "wget",
                    "--no-config",
                    "--no-verbose",
                    "--tries=1",
                    "--timeout=60",
                    "--user=" + Site.USER,
                    "--password=" + Site.PASSWORD,
                    "--output-document=" + local,
                    url(remote));
        }
    },
    RCLONE("rclone") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            String there = ":ftp:" + remote;
            return List.of(
                    "rclone",
                    "--config=",
                    "--retries=1",
                    "--low-level-retries=1",
                    "--contimeout=60s",
                    "--timeout=60s",
                    "--ftp-host=" + HOST,
                    "--ftp-port=" + Soak.PORT,
                    "--ftp-user=" + Site.USER,
                    "--ftp-pass=" + OBSCURED,
                    "copyto",
                    upload ? local : there,
                    upload ? there : local);
        }
    },
    FTPLIB("python3") {
        @Override
        List<String> command(Visit visit, boolean upload, String remote, String local) {
            String transfer = upload
                    ? "ftp.storbinary('STOR %s', open('%s', 'rb'))".formatted(remote, local)
                    : "ftp.retrbinary('RETR %s', open('%s', 'wb').write)".formatted(remote, local);
            String script = """
                    import ftplib
                    with ftplib.FTP(timeout=60) as ftp:
                        ftp.connect('%s', %d)
                        ftp.login('%s', '%s')
                        %s
                    """.formatted(HOST, Soak.PORT, Site.USER, Site.PASSWORD, transfer);
            return List.of("python3", "-c", script);
        }
    };

    static final String HOST = "127.0.0.1";
    /** What {@code rclone obscure p} printed: the password, for anybody to read. */
    private static final String OBSCURED = "v6cewQgAl9GzLlu4XXbaeNM";

    private final String program;

    RealClient(String program) {
        this.program = program;
    }

    String program() {
        return program;
    }

    boolean uploads() {
        return true;
    }

    abstract List<String> command(Visit visit, boolean upload, String remote, String local);

    /** What is typed. */
    String input(boolean upload, String remote, String local) {
        return "";
    }

    /** Transfers one file, and looks whether it is the same on both sides. */
    void transfer(Visit visit, boolean upload) throws IOException, InterruptedException {
        Path file = visit.site().pool(visit.random());
        String remote = upload ? visit.site().newName() : visit.site().offer(file);
        Path local = visit.work().resolve(remote);
        Path there = visit.site().home().resolve(remote);
        try {
            if (upload) {
                Files.copy(file, local);
            }
            Program program =
                    Program.run(visit.work(), command(visit, upload, remote, remote), input(upload, remote, remote));
            Path result = upload ? there : local;
            assertThat(program.status()).as(program.toString()).isZero();
            assertThat(result).as(program.toString()).exists();
            assertThat(Site.hash(result)).as(program.toString()).isEqualTo(Site.hash(file));
            visit.books().done(new Books.Done((upload ? "STOR /" : "RETR /") + remote, upload, Files.size(file)));
        } finally {
            // One that was broken off may not be there, but is whole if it is.
            if (upload && Files.exists(there) && !Site.hash(there).equals(Site.hash(file))) {
                visit.books().complain(this + ": part of an upload is at " + there);
            }
            Files.deleteIfExists(local);
            Files.deleteIfExists(there);
        }
    }

    private static String url(String remote) {
        return "ftp://" + HOST + ":" + Soak.PORT + "/" + remote;
    }

    private static List<String> curl(boolean upload, String remote, String local, String... options) {
        List<String> command =
                new ArrayList<>(List.of("curl", "--disable", "--silent", "--show-error", "--max-time", "90", "--user"));
        command.add(Site.USER + ":" + Site.PASSWORD);
        command.addAll(List.of(options));
        command.addAll(List.of(upload ? "--upload-file" : "--output", local, url(remote)));
        return command;
    }

    private static List<String> lftp(boolean upload, String remote, String local, String settings) {
        String script = String.join(
                "; ",
                "set cmd:fail-exit yes",
                "set net:max-retries 1",
                "set net:timeout 60",
                settings,
                "open --user " + Site.USER + " --password " + Site.PASSWORD + " ftp://" + HOST + ":" + Soak.PORT,
                upload ? "put " + local + " -o " + remote : "get " + remote + " -o " + local);
        return List.of("lftp", "--norc", "-c", script);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
