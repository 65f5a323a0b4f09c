/**
 * Which node holds the floating addresses? The room of VRRP elections, addresses and announcements;
 * nothing lives here yet.
 */
@NullMarked
package io.directord.failover;

import org.jspecify.annotations.NullMarked;
