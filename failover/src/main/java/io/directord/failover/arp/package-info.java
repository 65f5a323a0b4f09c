/** Which real server answers for an address that it should be silent about? */
@NullMarked
package io.directord.failover.arp;

import org.jspecify.annotations.NullMarked;
