package io.directord.director.doctor;

import java.util.List;

/** One look at what was observed. Pure, and so is each of them. */
interface Examination {
  List<Finding> of(Observed seen);
}
