package org.ephemeralftp.server.slow;

import java.io.IOException;

/**
 * A way for a client to take its time, which for a server is for ever. A new one is one more constant here. Those who
 * never log in come last, because they may have to be done with it in time.
 */
enum SlowKind {
    IS_IDLE(Login.READER) {
        @Override
        void stall(SlowClient client) {}
    },
    READS_NO_REPLIES(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.write("HELP\r\n".repeat(400));
        }

        @Override
        boolean isHeld(SlowClient client) {
            return client.isConnected();
        }
    },
    NEVER_CONNECTS(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.passive();
        }
    },
    NEVER_CONNECTS_FOR_ITS_TRANSFER(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.passive();
            client.write("RETR big\r\n");
            client.expect(150);
        }
    },
    CONNECTS_AND_TRANSFERS_NOTHING(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.connect(client.passive());
        }
    },
    READS_NO_FILE(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.transfer("RETR big");
        }
    },
    READS_NO_TEXT(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.text();
            client.transfer("RETR big");
        }
    },
    SENDS_NO_TEXT(Login.WRITER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.text();
            client.transfer("STOU");
        }
    },
    READS_NO_LISTING(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.transfer("LIST many");
        }
    },
    SENDS_NO_FILE(Login.WRITER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.transfer("STOU");
        }
    },
    SENDS_HALF_A_FILE(Login.WRITER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.transfer("STOU").getOutputStream().write(new byte[100]);
        }
    },
    ANSWERS_NO_CONNECT(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.active(client.yard().deafPort());
            client.write("RETR big\r\n");
        }
    },
    ACCEPTS_AND_READS_NOTHING(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.active(client.listen());
            client.write("RETR big\r\n");
            client.expect(150);
        }
    },
    HALF_CLOSES(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.halfClose();
        }

        /** The server ends it at once, and the client never looks. */
        @Override
        boolean isHeld(SlowClient client) {
            return client.isConnected();
        }
    },
    SAYS_HALF_A_COMMAND(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.write("CWD /so");
        }
    },
    SHAKES_NO_HANDS_FOR_DATA(Login.READER) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.privateData();
            client.transfer("RETR big");
        }
    },
    SAYS_AN_OCTET_A_SECOND(Login.NONE) {
        @Override
        void stall(SlowClient client) {
            client.yard().everySecond(client, 'U');
        }
    },
    NAMES_ITSELF_ONLY(Login.NONE) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.write("USER u\r\n");
            client.expect(331);
        }
    },
    SAYS_HALF_A_NAME(Login.NONE) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.write("USER ");
        }
    },
    SHAKES_HALF_A_HAND(Login.NONE) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.write("AUTH TLS\r\n");
            client.expect(234);
            // The first octets of any handshake's record.
            client.write("\u0016\u0003\u0001");
        }

        /** The server has a limit for that, and the client never looks. */
        @Override
        boolean isHeld(SlowClient client) {
            return client.isConnected();
        }
    },
    SAYS_NOT_WHOSE_IT_IS(Login.BEHIND_A_PROXY) {
        @Override
        void stall(SlowClient client) throws IOException {
            client.write("PROXY TCP4 ");
        }

        /** The server has a limit for that, and the client never looks. */
        @Override
        boolean isHeld(SlowClient client) {
            return client.isConnected();
        }
    },
    SAYS_NOTHING(Login.NONE) {
        @Override
        void stall(SlowClient client) {}
    };

    enum Login {
        /** Not even greeted. */
        BEHIND_A_PROXY,
        NONE,
        READER,
        WRITER
    }

    private final Login login;

    SlowKind(Login login) {
        this.login = login;
    }

    Login login() {
        return login;
    }

    /** Gets to the point from which on nothing more comes from this client. */
    abstract void stall(SlowClient client) throws IOException;

    /** Whether the server still has it. */
    boolean isHeld(SlowClient client) throws IOException {
        return client.hasNotEnded();
    }
}
