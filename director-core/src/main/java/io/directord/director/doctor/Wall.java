package io.directord.director.doctor;

import java.util.List;

/** The wall clock. Nothing balances by it, but signed advertisements and people do. Pure. */
final class Wall implements Examination {
  private static final String FIX = "timedatectl set-ntp true, or install chrony";

  @Override
  public List<Finding> of(Observed seen) {
    return List.of(
        switch (seen.clock()) {
          case SYNCHRONISED -> Finding.ok("clock", "synchronised");
          case FREE ->
              Finding.warn(
                  "clock",
                  "not synchronised: logs of two nodes cannot be laid side by side, and signed"
                      + " advertisements may be too old",
                  FIX);
          case UNKNOWN -> Finding.warn("clock", "it cannot be told whether it is right", FIX);
        });
  }
}
