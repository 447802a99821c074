/** The command line. Nothing imports it. */
@NullMarked
package org.ephemeralftp.server.cli;

import org.jspecify.annotations.NullMarked;
