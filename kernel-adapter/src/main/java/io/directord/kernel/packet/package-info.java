/** How do packets that are not a connection's leave and reach this host, and when? */
@NullMarked
package io.directord.kernel.packet;

import org.jspecify.annotations.NullMarked;
