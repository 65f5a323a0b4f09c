/** Does this server answer datagrams, and what do those say of it? */
@NullMarked
package io.directord.health.datagram;

import org.jspecify.annotations.NullMarked;
