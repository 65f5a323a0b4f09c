/** What should IPVS hold, and which changes make it so? */
@NullMarked
package io.directord.director.reconcile;

import org.jspecify.annotations.NullMarked;
