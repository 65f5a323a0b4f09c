package io.directord.director.admin;

/** What a request is answered with. */
sealed interface Answer {
  String JSON = "application/json";
  String TEXT = "text/plain; charset=utf-8";

  int status();

  String type();

  /** In one piece. */
  record Whole(int status, String type, String text) implements Answer {}

  /** Written a page at a time, so that its size is not known beforehand. */
  record Paged(int status, String type, Pages pages) implements Answer {}

  static Answer json(int status, Object value) {
    return new Whole(status, JSON, Json.write(value) + "\n");
  }

  static Answer text(int status, String text) {
    return new Whole(status, TEXT, text + "\n");
  }

  /** A refusal in words; the same shape everywhere. */
  static Answer problem(int status, String message) {
    return json(status, Json.object("error", message));
  }
}
