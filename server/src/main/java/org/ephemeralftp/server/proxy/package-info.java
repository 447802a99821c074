/** The PROXY protocol of proxies in front: what their headers say, and whom to believe it. */
@NullMarked
package org.ephemeralftp.server.proxy;

import org.jspecify.annotations.NullMarked;
