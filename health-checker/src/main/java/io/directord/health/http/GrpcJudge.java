package io.directord.health.http;

import io.directord.health.Advice;
import io.directord.health.FailureKind;
import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the answer of gRPC's health service. */
final class GrpcJudge implements AnswerJudge {
  /** The message is a single number; whoever sends more answers something else. */
  static final int MESSAGE_BYTES_MAX = 1024;

  private static final int OK = 200;
  private static final String STATUS = "grpc-status";
  private static final String MESSAGE = "grpc-message";

  private final GrpcCheck check;
  private final byte[] message = new byte[MESSAGE_BYTES_MAX];
  private int length;

  GrpcJudge(GrpcCheck check) {
    this.check = check;
  }

  @Override
  public Ruling header(int status, AnswerFields fields) {
    if (status != OK) {
      return new Ruling.Bad(FailureKind.STATUS, "HTTP " + status + ", expected 200 and gRPC");
    }
    String type = fields.get("content-type");
    if (type == null || !type.startsWith("application/grpc")) {
      String found = type == null ? "none" : Quotes.of(type);
      return new Ruling.Bad(FailureKind.PROTOCOL, "not gRPC: its content-type is " + found);
    }
    // A refusal may be all in one header.
    return fields.get(STATUS) == null ? Ruling.MORE : ended(fields);
  }

  @Override
  public Ruling content(ByteBuf bytes) {
    int more = bytes.readableBytes();
    if (more > message.length - length) {
      return new Ruling.Bad(
          FailureKind.PROTOCOL, "an answer of more than " + MESSAGE_BYTES_MAX + " bytes");
    }
    bytes.getBytes(bytes.readerIndex(), message, length, more);
    length += more;
    return Ruling.MORE;
  }

  @Override
  public Ruling end(AnswerFields trailers) {
    return ended(trailers);
  }

  @Override
  public String stage() {
    return "HTTP 200, waiting for the end of the gRPC answer";
  }

  private Ruling ended(AnswerFields fields) {
    int code = code(fields.get(STATUS));
    if (code < 0) {
      return new Ruling.Bad(FailureKind.PROTOCOL, "an answer without grpc-status");
    }
    String what = "gRPC " + code + " (" + GrpcMessages.codeName(code) + ")";
    if (!check.status().contains(code)) {
      String said = fields.get(MESSAGE);
      String why = said == null || said.isEmpty() ? "" : ", " + Quotes.of(said);
      return new Ruling.Bad(FailureKind.STATUS, what + why + ", expected " + expected());
    }
    return code == 0 ? serving() : new Ruling.Good(what, Advice.NONE);
  }

  private Ruling serving() {
    int status = GrpcMessages.status(message, length);
    if (status < 0) {
      return new Ruling.Bad(FailureKind.PROTOCOL, "not an answer of grpc.health.v1.Health");
    }
    String name = GrpcMessages.statusName(status);
    return status == GrpcMessages.SERVING
        ? new Ruling.Good(name, Advice.NONE)
        : new Ruling.Bad(FailureKind.STATUS, name + ", expected SERVING");
  }

  private String expected() {
    return check.status().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Negative when it is none. */
  private static int code(@Nullable String text) {
    boolean digits =
        text != null
            && !text.isEmpty()
            && text.length() <= 3
            && text.chars().allMatch(c -> '0' <= c && c <= '9');
    return digits ? Integer.parseInt(text, 10) : -1;
  }
}
