/** What must this host be told beside the IPVS table, and is it so? */
@NullMarked
package io.directord.director.host;

import org.jspecify.annotations.NullMarked;
