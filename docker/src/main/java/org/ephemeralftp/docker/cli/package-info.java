/** The command line of the firewall lab. */
@NullMarked
package org.ephemeralftp.docker.cli;

import org.jspecify.annotations.NullMarked;
