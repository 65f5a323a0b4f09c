package io.directord.director.config;

import io.directord.director.config.Authentication.Ah;
import io.directord.director.config.Authentication.Hmac;
import io.directord.director.config.Authentication.None;
import io.directord.director.config.Authentication.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Fetches the bytes of secrets. Not part of reading a configuration, which is the same on every
 * machine and for every user; whoever runs it asks for them. Blocks on reading files; never on a
 * loop.
 */
public final class Secrets {
  /** Far more than any key. */
  private static final int FILE_BYTES_MAX = 4_096;

  private final Optional<Path> credentials;

  /** Where systemd puts credentials: it says so in {@code CREDENTIALS_DIRECTORY}. */
  public Secrets(Optional<Path> credentials) {
    this.credentials = credentials;
  }

  /** What fetching a secret came to. */
  public sealed interface Fetched {
    /** A value without a text: nothing prints it. */
    final class Found implements Fetched {
      private final byte[] bytes;

      Found(byte[] bytes) {
        this.bytes = bytes.clone();
      }

      public byte[] bytes() {
        return bytes.clone();
      }
    }

    /** One sentence says why, without the secret. */
    record Missing(String because) implements Fetched {}
  }

  /**
   * Of a file or credential that holds text, the line break at its end does not count; bytes that
   * are no text are taken as they are.
   */
  public Fetched fetch(Secret secret) {
    return switch (secret) {
      case Secret.Hex hex -> new Fetched.Found(hex.bytes());
      case Secret.Plain(String text) -> new Fetched.Found(text.getBytes(StandardCharsets.UTF_8));
      case Secret.File(Path path) -> read(path);
      case Secret.Credential(String name) -> credential(name);
    };
  }

  private Fetched credential(String name) {
    if (credentials.isEmpty()) {
      return notHandedOver(
          name, "CREDENTIALS_DIRECTORY is not set; write LoadCredential= into the unit");
    }
    Path file = credentials.get().resolve(name);
    return Files.notExists(file)
        ? notHandedOver(name, "no LoadCredential= of the unit names it")
        : read(file);
  }

  private static Fetched notHandedOver(String name, String because) {
    return new Fetched.Missing("credential " + name + " was not handed over: " + because);
  }

  /** A sentence for each secret that cannot be used, with its router in front. */
  public List<Problem> problems(DirectorConfig config) {
    List<Problem> problems = new ArrayList<>();
    for (RouterConfig router : config.routers()) {
      switch (router.authentication()) {
        case None _ -> {}
        case Hmac hmac ->
            hmac.keys()
                .forEach(
                    (id, secret) -> add(problems, router, "hmac.keys." + id, secret, KEY_LENGTHS));
        case Pass(Secret secret) -> add(problems, router, "pass", secret, PASSWORD_LENGTHS);
        case Ah(Secret secret) -> add(problems, router, "ah", secret, PASSWORD_LENGTHS);
      }
    }
    config
        .peer()
        .key()
        .flatMap(key -> complaint(key, KEY_LENGTHS))
        .ifPresent(why ->
            problems.add(new Problem("this host", 0, "director.peer.key", "peer.key" + why)));
    return problems;
  }

  private interface Lengths {
    Optional<String> complaint(int bytes);
  }

  private static final Lengths KEY_LENGTHS = Secrets::keyComplaint;
  private static final Lengths PASSWORD_LENGTHS =
      bytes ->
          bytes >= 1 && bytes <= Authentication.PASSWORD_BYTES_MAX
              ? Optional.empty()
              : Optional.of("must have 1..8 bytes: version 2 carries no more; found " + bytes);

  static Optional<String> keyComplaint(int bytes) {
    return bytes >= Hmac.KEY_BYTES_MIN && bytes <= Hmac.KEY_BYTES_MAX
        ? Optional.empty()
        : Optional.of("must have 32..64 bytes, found " + bytes);
  }

  private void add(
      List<Problem> problems, RouterConfig router, String key, Secret secret, Lengths lengths) {
    String path = "authentication." + key;
    complaint(secret, lengths)
        .ifPresent(why ->
            problems.add(
                new Problem(
                    "this host",
                    0,
                    "director.virtual-routers." + router.name() + "." + path,
                    "virtual router " + Values.quote(router.name()) + ", " + path + why)));
  }

  private Optional<String> complaint(Secret secret, Lengths lengths) {
    return switch (fetch(secret)) {
      case Fetched.Missing(String because) -> Optional.of(": " + because);
      case Fetched.Found found ->
          lengths.complaint(found.bytes().length).map(why -> " " + why + place(secret));
    };
  }

  private static String place(Secret secret) {
    return switch (secret) {
      case Secret.File(Path path) -> " in " + path;
      case Secret.Credential(String name) -> " in credential " + name;
      case Secret.Hex _, Secret.Plain _ -> "";
    };
  }

  private static Fetched read(Path path) {
    if (Files.isDirectory(path)) {
      return new Fetched.Missing(path + " is a directory");
    }
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(FILE_BYTES_MAX + 1);
      return bytes.length > FILE_BYTES_MAX
          ? new Fetched.Missing(path + " is no key: it has more than " + FILE_BYTES_MAX + " bytes")
          : new Fetched.Found(withoutLineBreak(bytes));
    } catch (NoSuchFileException _) {
      return new Fetched.Missing(path + " does not exist");
    } catch (AccessDeniedException _) {
      return new Fetched.Missing(path + " may not be read by the user this runs as");
    } catch (IOException e) {
      return new Fetched.Missing("cannot read " + path + ": " + e.getMessage());
    }
  }

  private static byte[] withoutLineBreak(byte[] bytes) {
    int end = bytes.length;
    if (end == 0 || bytes[end - 1] != '\n') {
      return bytes;
    }
    end--;
    if (end > 0 && bytes[end - 1] == '\r') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      boolean blank = bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r';
      if ((bytes[i] < ' ' && !blank) || bytes[i] == 0x7f) {
        return bytes;
      }
    }
    return Arrays.copyOf(bytes, end);
  }
}
