/** Tests of the page of the admin port, in a real browser. */
@NullMarked
package org.ephemeralftp.server.admin.page;

import org.jspecify.annotations.NullMarked;
