/** Accounts and password hashing. */
@NullMarked
package org.ephemeralftp.server.users;

import org.jspecify.annotations.NullMarked;
