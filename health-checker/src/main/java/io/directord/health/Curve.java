package io.directord.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What share of its weight a server is given at which load: straight lines between the points, and
 * level beyond the first and the last. Pure.
 *
 * @param points in the order of their loads
 */
public record Curve(List<Point> points) {
  public static final int POINTS_MAX = 32;
  private static final int SHOWN_CHARACTERS_MAX = 64;

  /** One load, and the percentage of the configured weight there. */
  public record Point(double load, int percent) {}

  public Curve {
    points = points.stream().sorted(Comparator.comparingDouble(Point::load)).toList();
    if (points.size() < 2 || points.size() > POINTS_MAX) {
      throw new IllegalArgumentException(
          "curve must have 2.." + POINTS_MAX + " points, found " + points.size());
    }
    Set<Double> loads = new HashSet<>();
    for (Point point : points) {
      if (!Double.isFinite(point.load()) || !loads.add(point.load())) {
        throw new IllegalArgumentException("curve must have each load once, found " + point.load());
      }
      if (point.percent() < 0 || point.percent() > Advice.PERCENT_MAX) {
        throw new IllegalArgumentException(
            "curve must have shares of 0%.." + Advice.PERCENT_MAX + "%, found " + point.percent());
      }
    }
  }

  /**
   * From text, as a configuration holds it: {@code "0.5" = 100%}; the sign of percent may be left
   * out.
   *
   * @throws IllegalArgumentException in words for the operator
   */
  public static Curve parse(Map<String, String> text) {
    List<Point> points = new ArrayList<>();
    text.forEach((load, share) ->
        points.add(
            new Point(
                WeightText.number(load).orElseThrow(() -> wrong("a load such as 0.5", load)),
                WeightText.percent(share).orElseThrow(() -> wrong("a share such as 50%", share)))));
    return new Curve(points);
  }

  public Advice.Weight at(double load) {
    return new Advice.Weight.Percent(percent(load));
  }

  private int percent(double load) {
    Point below = points.getFirst();
    for (Point above : points) {
      if (load <= above.load()) {
        // The same point twice where the load lies before the first.
        double width = above.load() - below.load();
        double part = width == 0 ? 1 : (load - below.load()) / width;
        return (int)
            Math.round(below.percent() + Math.max(0, part) * (above.percent() - below.percent()));
      }
      below = above;
    }
    return below.percent();
  }

  private static IllegalArgumentException wrong(String wanted, String found) {
    String shown = found.substring(0, Math.min(found.length(), SHOWN_CHARACTERS_MAX));
    return new IllegalArgumentException(
        "curve must have " + wanted + " at each point, found \"" + shown + "\"");
  }
}
