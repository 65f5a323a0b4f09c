package io.directord.packaging;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The image's director as a shadow, which needs neither rights nor IPVS, until it is closed. */
final class ShadowDirector implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final URI http;

  private ShadowDirector(Process process, Path log, URI http) {
    this.process = process;
    this.log = log;
    this.http = http;
  }

  /**
   * Returns when it is ready.
   *
   * @param folder for what it writes
   * @param body what stands in {@code director}, without {@code http} and {@code control}
   */
  static ShadowDirector start(Path folder, String body) throws Exception {
    ShadowDirector director = launch(folder, body);
    director.await(director::isReady);
    return director;
  }

  /** Returns when it says that it has started, before anybody asks it for anything. */
  static ShadowDirector startUnasked(Path folder) throws Exception {
    ShadowDirector director = launch(folder, "");
    director.await(() -> Files.readString(director.log).contains("event=started "));
    return director;
  }

  private static ShadowDirector launch(Path folder, String body) throws Exception {
    int port = freePort();
    Path config =
        Files.writeString(
            folder.resolve("directord.conf"),
            "director {\nnode = lvs1\nhttp { listen = \"127.0.0.1:"
                + port
                + "\" }\ncontrol { socket = \""
                + folder
                + "/control.sock\" }\n"
                + body
                + "}\n");
    Process process =
        new ProcessBuilder(
                Project.image().resolve("bin/directord").toString(),
                "run",
                "--shadow",
                "--config",
                config.toString(),
                "--state",
                folder.resolve("state").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new ShadowDirector(
        process, folder.resolve("log"), URI.create("http://127.0.0.1:" + port + "/"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  private void await(Callable<Boolean> condition) throws Exception {
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.call()) {
        if (System.nanoTime() - deadline >= 0 || !process.isAlive()) {
          throw new AssertionError(Files.readString(log));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (Exception | Error failed) {
      close();
      throw failed;
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("readyz").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its address, with a slash at the end. */
  URI http() {
    return http;
  }

  /** The jars that it has open, by their names. */
  Set<String> openJars() throws IOException {
    Set<String> open = new TreeSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          open.add(String.valueOf(Files.readSymbolicLink(descriptor).getFileName()));
        } catch (NoSuchFileException closedSince) {
          // the next one
        }
      }
    }
    open.removeIf(name -> !name.endsWith(".jar"));
    return open;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(http.resolve("/" + path)).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
