package io.directord.health.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * The two messages of gRPC's health service ({@code grpc/health/v1/health.proto}), each with gRPC's
 * prefix of five bytes. Pure.
 */
final class GrpcMessages {
  static final String PATH = "/grpc.health.v1.Health/Check";

  static final int SERVING = 1;

  /** {@code enum ServingStatus}. */
  private static final String[] STATUS_NAMES = {
    "UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"
  };

  /** {@code google.rpc.Code}. */
  private static final String[] CODE_NAMES = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };

  private static final int PREFIX_BYTES = 5;
  private static final int VARINT_BITS_MAX = 64;

  // Protocol Buffers: a field's number and the kind of its value are one number.
  private static final int FIELD_1_BYTES = (1 << 3) | 2;
  private static final int FIELD_1_VARINT = 1 << 3;

  private GrpcMessages() {}

  static Map<String, String> fields(Map<String, String> others) {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.put("Content-Type", "application/grpc");
    fields.put("TE", "trailers");
    fields.put("User-Agent", "directord");
    fields.putAll(others);
    return fields;
  }

  /** {@code HealthCheckRequest}. */
  static byte[] request(String service) {
    byte[] name = service.getBytes(UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (name.length > 0) {
      message.write(FIELD_1_BYTES);
      varint(message, name.length);
      message.writeBytes(name);
    }
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    framed.writeBytes(new byte[] {0, 0, 0, (byte) (message.size() >> 8), (byte) message.size()});
    framed.writeBytes(message.toByteArray());
    return framed.toByteArray();
  }

  /** The status in {@code HealthCheckResponse}; negative when it is no such message. */
  static int status(byte[] framed, int length) {
    boolean whole =
        length >= PREFIX_BYTES
            && framed[0] == 0
            && framed[1] == 0
            && framed[2] == 0
            && (((framed[3] & 0xff) << 8) | (framed[4] & 0xff)) == length - PREFIX_BYTES;
    return whole ? new Fields(framed, PREFIX_BYTES, length).status() : -1;
  }

  static String statusName(int status) {
    return status < STATUS_NAMES.length ? STATUS_NAMES[status] : "status " + status;
  }

  static String codeName(int code) {
    return code < CODE_NAMES.length ? CODE_NAMES[code] : "unknown";
  }

  private static void varint(ByteArrayOutputStream to, int value) {
    int rest = value;
    while (rest >= 0x80) {
      to.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write(rest);
  }

  /** Walks through a message; what is not known is passed over. */
  private static final class Fields {
    private final byte[] bytes;
    private final int end;
    private int at;

    Fields(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    int status() {
      long status = 0; // What is 0 is not sent.
      while (at < end) {
        long key = varint();
        long value =
            switch ((int) (key & 7)) {
              case 0 -> varint();
              case 1 -> skip(8);
              case 2 -> skip(varint());
              case 5 -> skip(4);
              default -> -1;
            };
        if (key < 0 || value < 0) {
          return -1;
        }
        status = key == FIELD_1_VARINT ? value : status;
      }
      return status > Integer.MAX_VALUE ? -1 : (int) status;
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; at < end && shift < VARINT_BITS_MAX; shift += 7) {
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      return -1;
    }

    private long skip(long length) {
      if (length < 0 || length > end - at) {
        return -1;
      }
      at += (int) length;
      return 0;
    }
  }
}
