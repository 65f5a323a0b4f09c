package io.directord.director.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;

/** Where a value stands; line 0 is unknown. */
record Place(String file, int line) implements Comparable<Place> {
  static final Place UNKNOWN = new Place("", 0);

  private static final int LINE_DIGITS_MAX = 9;
  private static final String MERGED = "merge of ";

  /** In no file's name. */
  private static final String PART = "\0";

  /** Of an object merged from several files, one of them. */
  static Place of(ConfigValue value) {
    return of(value.origin());
  }

  static Place of(ConfigOrigin origin) {
    String description = origin.description();
    if (description.startsWith(MERGED)) {
      description = description.substring(MERGED.length()).split(",", 2)[0];
    }
    Place place = parse(description);
    if (!place.file().contains(PART)) {
      return place;
    }
    Place part = parse(place.file());
    String file = part.file().substring(0, part.file().length() - PART.length());
    return new Place(file, part.line() + place.line());
  }

  /** What to call a part of a file, so that its lines are told as those of the file. */
  static String descriptionAfter(int lines, String description) {
    return description + PART + ": " + lines;
  }

  /** The library writes lines into the description: {@code FILE: 3} or {@code FILE: 3-7}. */
  private static Place parse(String description) {
    int colon = description.lastIndexOf(": ");
    if (colon < 0) {
      return UNKNOWN;
    }
    int from = colon + 2;
    int dash = description.indexOf('-', from);
    int end = dash < 0 ? description.length() : dash;
    return Values.isNumber(description, from, end, LINE_DIGITS_MAX)
            && (dash < 0
                || Values.isNumber(description, dash + 1, description.length(), LINE_DIGITS_MAX))
        ? new Place(description.substring(0, colon), Integer.parseInt(description, from, end, 10))
        : UNKNOWN;
  }

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    return byFile != 0 ? byFile : Integer.compare(line, other.line);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
