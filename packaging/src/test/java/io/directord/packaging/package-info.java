/** Does the whole product keep its promises, as it reaches a machine? */
@NullMarked
package io.directord.packaging;

import org.jspecify.annotations.NullMarked;
