/** The live view over HTTP: the page, JSON, events, metrics and health. It reads snapshots and observes, and changes nothing. */
@NullMarked
package org.ephemeralftp.server.admin;

import org.jspecify.annotations.NullMarked;
