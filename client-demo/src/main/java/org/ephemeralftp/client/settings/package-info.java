/** The options of a program of ours: their values, and where else than on the command line they may stand. */
@NullMarked
package org.ephemeralftp.client.settings;

import org.jspecify.annotations.NullMarked;
