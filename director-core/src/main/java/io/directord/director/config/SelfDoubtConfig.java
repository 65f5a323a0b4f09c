package io.directord.director.config;

import java.time.Duration;

/**
 * When a failure of nearly everything at once is taken for a failure of this node.
 *
 * @param sharePercent of the targets that were up
 * @param minimum targets that fail
 * @param hold how long verdicts are kept then; zero means never
 */
public record SelfDoubtConfig(int sharePercent, int minimum, Duration hold) {
  public static final SelfDoubtConfig DEFAULT = new SelfDoubtConfig(80, 5, Duration.ofSeconds(10));
  public static final Duration HOLD_MAX = Duration.ofMinutes(5);
  public static final int SHARE_MIN = 51;
  public static final int MINIMUM_MIN = 2;
  public static final int MINIMUM_MAX = 100_000;

  static SelfDoubtConfig read(Section section) {
    section.unknownKeys(Keys.SELF_DOUBT);
    return new SelfDoubtConfig(
        section.percent("share", SHARE_MIN, 100, DEFAULT.sharePercent()),
        section.integer("minimum", MINIMUM_MIN, MINIMUM_MAX, DEFAULT.minimum()),
        section.duration("hold", Duration.ZERO, HOLD_MAX).orElse(DEFAULT.hold()));
  }
}
