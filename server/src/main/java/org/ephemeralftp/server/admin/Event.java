package org.ephemeralftp.server.admin;

/**
 * A server-sent event.
 *
 * @param id which event of this server's run it is
 * @param name what kind of event
 * @param data one line of JSON
 */
record Event(long id, String name, String data) {
    /** As it is sent (HTML standard, section 9.2.5). */
    String text() {
        return "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n";
    }
}
