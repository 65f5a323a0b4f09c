package io.directord.director.doctor;

import com.typesafe.config.Config;
import java.util.List;

/**
 * One look at what the running director says of itself ({@code directorctl status --json}): the
 * place for whatever only it can know. Fields that an older one does not have are to be expected.
 * Pure, and so is each of them.
 */
interface StatusExamination {
  List<Finding> of(Config status, Observed seen);
}
