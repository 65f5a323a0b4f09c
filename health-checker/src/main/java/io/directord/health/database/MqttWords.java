package io.directord.health.database;

/** Codes of a CONNACK, in an operator's words: up to 5 of MQTT 3.1.1, from 128 of MQTT 5. Pure. */
final class MqttWords {
  private MqttWords() {}

  static String ofCode(int code) {
    return switch (code) {
      case 1, 132 -> "it does not speak this version of MQTT";
      case 2, 133 -> "it does not like the client's name";
      case 3, 136 -> "the server is unavailable";
      case 4, 134 -> "wrong user or password";
      case 5, 135 -> "not authorized";
      case 137 -> "the server is busy";
      case 138 -> "the client is banned";
      case 140 -> "this way to log in is not known";
      case 149 -> "the packet is too large";
      case 151 -> "a quota is exceeded";
      case 156, 157 -> "another server is to be used";
      case 159 -> "too many connections in a short time";
      default -> "an error";
    };
  }
}
