package io.directord.director.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a value stands; line 0 is unknown. */
record Place(String file, int line) implements Comparable<Place> {
  static final Place UNKNOWN = new Place("", 0);

  /** The library writes lines into the description: {@code FILE: 3} or {@code FILE: 3-7}. */
  private static final Pattern DESCRIPTION =
      Pattern.compile("(.*): (\\d+)(-\\d+)?", Pattern.DOTALL);

  private static final String MERGED = "merge of ";

  private static final Comparator<Place> BY_LINE =
      Comparator.comparing(Place::file).thenComparingInt(Place::line);

  /** Of an object merged from several files, one of them. */
  static Place of(ConfigValue value) {
    return of(value.origin());
  }

  static Place of(ConfigOrigin origin) {
    String description = origin.description();
    if (description.startsWith(MERGED)) {
      description = description.substring(MERGED.length()).split(",", 2)[0];
    }
    Matcher matcher = DESCRIPTION.matcher(description);
    return matcher.matches()
        ? new Place(matcher.group(1), Integer.parseInt(matcher.group(2)))
        : UNKNOWN;
  }

  @Override
  public int compareTo(Place other) {
    return BY_LINE.compare(this, other);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
