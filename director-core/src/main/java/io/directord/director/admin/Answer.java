package io.directord.director.admin;

/**
 * What a request is answered with.
 *
 * @param allow the methods that there are, where another one was asked for; else empty
 */
record Answer(int status, String type, String body, String allow) {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  Answer(int status, String type, String body) {
    this(status, type, body, "");
  }

  /** 405, with what RFC 9110, 15.5.6 wants. */
  static Answer notAllowed(String allow, String message) {
    Answer problem = problem(405, message);
    return new Answer(problem.status(), problem.type(), problem.body(), allow);
  }

  static Answer json(int status, Object value) {
    return new Answer(status, JSON, Json.write(value) + "\n");
  }

  static Answer text(int status, String text) {
    return new Answer(status, TEXT, text + "\n");
  }

  /** A refusal in words; the same shape everywhere. */
  static Answer problem(int status, String message) {
    return json(status, Json.object("error", message));
  }
}
