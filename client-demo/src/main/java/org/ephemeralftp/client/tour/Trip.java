package org.ephemeralftp.client.tour;

import java.io.IOException;

/** What is done in one cell with a client that is logged in. */
interface Trip {
    /** Goes there and back, and returns how many bytes of a file came back right. */
    long go(RecordingFtpClient client, Timeline timeline) throws IOException;

    /** Takes away what a trip that failed may have left on the server. */
    void cleanUp(ControlConnections.Opener opener, Timeline timeline);
}
