package io.directord.director.admin;

/** What a request is answered with. */
record Answer(int status, String type, String body) {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

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
