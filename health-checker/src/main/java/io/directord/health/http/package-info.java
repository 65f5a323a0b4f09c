/** Does this server answer HTTP, and what is built on it? */
@NullMarked
package io.directord.health.http;

import org.jspecify.annotations.NullMarked;
