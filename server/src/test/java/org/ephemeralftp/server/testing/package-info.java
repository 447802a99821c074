/** What tests of the running server talk to it with, and look at it with. */
@NullMarked
package org.ephemeralftp.server.testing;

import org.jspecify.annotations.NullMarked;
