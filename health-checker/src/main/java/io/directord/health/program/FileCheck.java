package io.directord.health.program;

import io.directord.health.Check;
import io.directord.health.Curve;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.ThisNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A file of this node says that a server is well, by being there and by what it holds.
 *
 * @param path absolute, with {@code {address}} and {@code {port}} wherever the target's are to
 *     stand
 * @param expect what it must hold somewhere in its first bytes; empty asks nothing
 * @param ageMax since it was last written; empty means that it may be as old as it is
 * @param weighs its first word is a weight, or the load that the curve has
 */
public record FileCheck(
    String path, String expect, Optional<Duration> ageMax, boolean weighs, Optional<Curve> curve)
    implements Check.OnThisNode {
  public static final int PATH_CHARACTERS_MAX = 4096;
  public static final int EXPECT_CHARACTERS_MAX = 1024;

  public FileCheck {
    if (!path.startsWith("/") || path.length() > PATH_CHARACTERS_MAX || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "path must be the absolute path of a file, found \"" + path + "\"");
    }
    if (expect.length() > EXPECT_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "expect holds " + expect.length() + " characters; the limit is " + EXPECT_CHARACTERS_MAX);
    }
    if (curve.isPresent() && !weighs) {
      throw new IllegalArgumentException(
          "weight has a curve, but nothing to apply it to: give from = content");
    }
  }

  @Override
  public String type() {
    return "file";
  }

  @Override
  public boolean needsPort() {
    return path.contains(Placeholders.PORT);
  }

  @Override
  public Probe probe(Endpoint endpoint, ThisNode node) {
    return new FileProbe(endpoint, this, node);
  }
}
