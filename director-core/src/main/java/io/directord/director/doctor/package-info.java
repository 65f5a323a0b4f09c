/** What is wrong with this node, as far as its configuration goes, and how is that mended? */
@NullMarked
package io.directord.director.doctor;

import org.jspecify.annotations.NullMarked;
