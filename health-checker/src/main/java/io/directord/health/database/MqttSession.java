package io.directord.health.database;

import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Connects as a client of its own, and leaves. */
final class MqttSession implements Session {
  /** A broker may refuse more than 23 characters (MQTT 3.1.1, section 3.1.3.1). */
  private static final String CLIENT = "directord";

  private final MqttCheck check;
  private final MqttPackets packets = new MqttPackets();
  private boolean accepted;

  MqttSession(MqttCheck check) {
    this.check = check;
  }

  @Override
  public byte[] opening() {
    // A broker throws out an older client of the same name: two directors must not share one.
    String client = CLIENT + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12);
    return MqttPackets.connect(check.version().level(), client, check.credentials());
  }

  @Override
  public byte[] secured() {
    throw new IllegalStateException("MQTT has no word for it");
  }

  @Override
  public String stage() {
    return accepted
        ? "accepted, waiting for the answer to PINGREQ"
        : "connected, waiting for the CONNACK";
  }

  @Override
  public Move read(ByteBuf bytes) {
    return switch (packets.next(bytes)) {
      case MqttPackets.Next.More() -> Move.MORE;
      case MqttPackets.Next.Malformed(var why) -> Move.malformed(why);
      case MqttPackets.Next.Packet(var type, var body)
          when type == MqttPackets.CONNACK && !accepted ->
          connected(new Fields(body));
      case MqttPackets.Next.Packet(var type, var body)
          when type == MqttPackets.PINGRESP && accepted && body.length == 0 ->
          done("connection accepted, ping answered");
      case MqttPackets.Next.Packet(var type, var body) ->
          Move.malformed(
              "not MQTT: a packet of type " + (type >> 4) + " comes too early, " + Quotes.of(body));
    };
  }

  private Move connected(Fields fields) {
    fields.int8(); // whether there was a session before
    int code = fields.int8();
    if (fields.overrun()) {
      return Move.malformed("not MQTT: a CONNACK that is cut off");
    }
    if (code != 0) {
      return Move.refused("connection refused: " + MqttWords.ofCode(code) + " (" + code + ")");
    }
    accepted = true;
    return check.ping() ? new Move.Send(MqttPackets.PINGREQ) : done("connection accepted");
  }

  private static Move done(String what) {
    return new Move.Done(MqttPackets.DISCONNECT, what);
  }
}
