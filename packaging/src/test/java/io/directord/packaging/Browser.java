package io.directord.packaging;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Chromium without a screen, told what to do in the words of W3C WebDriver. */
final class Browser implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String STARTED = "started successfully on port ";

  private final Process driver;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String session;

  private Browser(Process driver, String base) throws IOException, InterruptedException {
    this.driver = driver;
    Map<String, Object> options =
        Map.of(
            "args",
            List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--window-size=1280,1000"));
    Map<String, Object> always =
        Map.of("goog:chromeOptions", options, "goog:loggingPrefs", Map.of("browser", "ALL"));
    Config made =
        ask("POST", base + "/session", Map.of("capabilities", Map.of("alwaysMatch", always)));
    this.session = base + "/session/" + made.getString("value.sessionId");
  }

  static Browser open() throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
      StringBuilder said = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        int at = line.indexOf(STARTED);
        if (at >= 0) {
          String port = line.substring(at + STARTED.length()).replace(".", "");
          return new Browser(driver, "http://127.0.0.1:" + port);
        }
      }
      throw new IOException("chromedriver does not start: " + said);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      driver.destroyForcibly();
      throw failed;
    }
  }

  void go(URI page) throws IOException, InterruptedException {
    ask("POST", session + "/url", Map.of("url", page.toString()));
  }

  /** What the body of a function returns, as text. */
  String script(String body) throws IOException, InterruptedException {
    Map<String, Object> request = Map.of("script", body, "args", List.of());
    return text(ask("POST", session + "/execute/sync", request));
  }

  /** The same of one that calls its last argument when it is done. */
  String later(String body) throws IOException, InterruptedException {
    Map<String, Object> request = Map.of("script", body, "args", List.of());
    return text(ask("POST", session + "/execute/async", request));
  }

  private static String text(Config answer) {
    return answer.hasPath("value") ? String.valueOf(answer.getAnyRef("value")) : "";
  }

  /** Of the Chrome DevTools Protocol. */
  void devtools(String command, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    ask("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** What the page complained of since it was asked last. */
  List<String> complaints() throws IOException, InterruptedException {
    Config answer = ask("POST", session + "/se/log", Map.of("type", "browser"));
    return answer.getConfigList("value").stream()
        .map(each -> each.getString("message"))
        .filter(message -> !message.startsWith("rendering ")) // of what we test with
        .toList();
  }

  void screenshot(Path file) throws IOException, InterruptedException {
    String image = ask("GET", session + "/screenshot", Map.of()).getString("value");
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(image));
  }

  private Config ask(String method, String uri, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(
                ConfigValueFactory.fromMap(body).render(ConfigRenderOptions.concise()));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).timeout(DEADLINE).method(method, publisher).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + uri + ": " + response.body());
    }
    return ConfigFactory.parseString(response.body());
  }

  @Override
  public void close() {
    try {
      ask("DELETE", session, Map.of());
      driver.destroy();
      if (!driver.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (IOException gone) {
      driver.destroyForcibly();
    } catch (InterruptedException interrupted) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      http.close();
    }
  }
}
