/**
 * How do packets that are no connection's leave and reach this host, connections that say nothing,
 * and when?
 */
@NullMarked
package io.directord.kernel.packet;

import org.jspecify.annotations.NullMarked;
