package io.directord.packaging;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What javac leaves to be linked at run time, and what it does: for {@link LinkEarlyTest}. */
final class LinkEarlySamples implements Supplier<String> {
  record Nothing() {}

  record Numbers(
      boolean yes, byte small, short less, char letter, int whole, long large, float f, double d) {}

  record Pair<A, B>(@Nullable A one, @Nullable B other) {}

  /** Has its own hash. */
  record Own(String text) {
    @Override
    public int hashCode() {
      return 7;
    }
  }

  sealed interface Shape permits Circle, Square, Line {
    /** In an interface, too. */
    default String name() {
      return switch (this) {
        case Circle _ -> "circle";
        case Square(int side) when side > 10 -> "large square";
        case Square _ -> "square";
        case Line _ -> "line";
      };
    }
  }

  record Circle(double radius) implements Shape {}

  record Square(int side) implements Shape {}

  enum Line implements Shape {
    STRAIGHT,
    BENT
  }

  private static String kind(@Nullable Object any) {
    return switch (any) {
      case null -> "nothing";
      case Integer number when number > 5 -> "more than five";
      case Integer _ -> "a number";
      case Shape shape -> shape.name();
      case int[] numbers when numbers.length == 2 -> "two numbers";
      case Pair<?, ?>(Pair<?, ?> _, String text) -> "a pair and " + text;
      case Pair<?, ?> _ -> "a pair";
      case CharSequence _ -> "text";
      default -> "else";
    };
  }

  private static Numbers numbers(int whole, long large, float f, double d) {
    return new Numbers(true, (byte) 1, (short) 2, 'x', whole, large, f, d);
  }

  /** All that one can tell of them. */
  @Override
  public String get() {
    List<Object> values =
        List.of(
            new Nothing(),
            new Nothing(),
            numbers(1, 2, Float.NaN, Double.NaN),
            numbers(1, 2, Float.NaN, Double.NaN),
            numbers(1, 2, 0f, 0d),
            numbers(1, 2, -0f, 0d),
            numbers(1, 2, 0f, -0d),
            numbers(1, 1L << 33, 0f, 0d),
            numbers(2, 2, 0f, 0d),
            new Numbers(false, (byte) 1, (short) 2, 'x', 1, 2, 0, 0),
            new Numbers(true, (byte) 3, (short) 2, 'x', 1, 2, 0, 0),
            new Numbers(true, (byte) 1, (short) 3, 'x', 1, 2, 0, 0),
            new Numbers(true, (byte) 1, (short) 2, 'y', 1, 2, 0, 0),
            new Pair<>(null, null),
            new Pair<>(null, "a"),
            new Pair<>(new Pair<>(null, null), "a"),
            new Pair<>(new Pair<>(null, null), String.valueOf(new char[] {'a'})),
            new Own("a"),
            new Own("b"),
            new Circle(1),
            new Square(1),
            new Square(11),
            Line.BENT,
            new int[2],
            new int[3],
            "text",
            5,
            6,
            7L);
    @Nullable Object none = null;
    StringBuilder told = new StringBuilder(kind(none)).append('\n');
    for (Object value : values) {
      told.append(kind(value)).append(' ');
      for (Object other : values) {
        told.append(value.equals(other) ? '=' : '.');
        told.append(value.hashCode() == other.hashCode() ? '#' : '.');
      }
      told.append(value.equals(none) ? '!' : '.').append('\n');
    }
    return told.toString();
  }
}
