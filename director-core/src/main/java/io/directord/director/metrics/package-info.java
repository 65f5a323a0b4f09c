/** Which numbers does Prometheus scrape? */
@NullMarked
package io.directord.director.metrics;

import org.jspecify.annotations.NullMarked;
