/** The command line of the client. Nothing imports it. */
@NullMarked
package org.ephemeralftp.client.cli;

import org.jspecify.annotations.NullMarked;
