/** Who should hold the addresses of a virtual router? Pure: RFC 9568 section 6.4. */
@NullMarked
package io.directord.failover.vrrp;

import org.jspecify.annotations.NullMarked;
