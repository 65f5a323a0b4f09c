package io.directord.director.admin;

import io.directord.director.json.Json;

/** What a request is answered with. */
sealed interface Answer {
  String JSON = "application/json";
  String TEXT = "text/plain; charset=utf-8";

  int status();

  String type();

  /**
   * In one piece.
   *
   * @param allow the methods that there are, where another one was asked for; else empty
   */
  record Whole(int status, String type, String text, String allow) implements Answer {
    Whole(int status, String type, String text) {
      this(status, type, text, "");
    }
  }

  /** Written a page at a time, so that its size is not known beforehand. */
  record Paged(int status, String type, Pages pages) implements Answer {}

  /** 405, with what RFC 9110, 15.5.6 wants. */
  static Whole notAllowed(String allow, String message) {
    Whole problem = problem(405, message);
    return new Whole(problem.status(), problem.type(), problem.text(), allow);
  }

  static Whole json(int status, Object value) {
    return new Whole(status, JSON, Json.write(value) + "\n");
  }

  static Whole text(int status, String text) {
    return new Whole(status, TEXT, text + "\n");
  }

  /** A refusal in words; the same shape everywhere. */
  static Whole problem(int status, String message) {
    return json(status, Json.object("error", message));
  }
}
