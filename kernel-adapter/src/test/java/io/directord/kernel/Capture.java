package io.directord.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Recorded messages, {@code captures/NAME.hex}: a line {@code @ name} begins one, the rest is bytes
 * in hex; what follows a {@code #} is a comment. The bytes are those of a little-endian machine.
 */
public final class Capture {
  private final String file;
  private final Map<String, byte[]> messages = new LinkedHashMap<>();

  private Capture(String file) {
    this.file = file;
  }

  /** Reads the file from the class path of the tests that own it. */
  public static Capture read(Class<?> owner, String file) {
    String path = "/captures/" + file + ".hex";
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(path), path)) {
      Capture capture = new Capture(file);
      capture.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return capture;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public Iterable<String> names() {
    return messages.keySet();
  }

  /** The message of this name, from its header on. */
  public ByteBuffer message(String name) {
    byte[] bytes = messages.get(name);
    if (bytes == null) {
      throw new AssertionError("no \"" + name + "\" in " + file + ".hex");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void parse(String text) {
    String name = "";
    StringBuilder hex = new StringBuilder();
    for (String line : (text + "\n@").lines().toList()) {
      if (line.startsWith("@")) {
        if (!name.isEmpty()) {
          messages.put(name, HexFormat.of().parseHex(hex));
        }
        name = line.substring(1).strip();
        hex.setLength(0);
      } else {
        int comment = line.indexOf('#');
        hex.append((comment < 0 ? line : line.substring(0, comment)).replace(" ", ""));
      }
    }
  }
}
