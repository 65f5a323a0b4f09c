/** How are facts written as JSON, and read? */
@NullMarked
package io.directord.director.json;

import org.jspecify.annotations.NullMarked;
