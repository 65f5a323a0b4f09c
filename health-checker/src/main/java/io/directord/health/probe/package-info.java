/** What does one probe of one kind do on the wire? */
@NullMarked
package io.directord.health.probe;

import org.jspecify.annotations.NullMarked;
