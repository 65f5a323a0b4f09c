package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.director.config.Secrets;
import io.directord.director.config.Secrets.Fetched;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts an event to an address. The server's certificate is verified; a redirection is a failure.
 * What it reads of files it reads each time, so that they may be exchanged.
 */
final class WebTelling implements Telling.Single {
  private final HookConfig.Web way;
  private final String node;
  private final Secrets secrets;

  WebTelling(HookConfig.Web way, String node, Secrets secrets) {
    this.way = way;
    this.node = node;
    this.secrets = secrets;
  }

  @Override
  public String attempt(JournalEvent event, Duration timeout) throws InterruptedException {
    try (Closing client = new Closing(client(timeout))) {
      HttpRequest request = request(event, timeout);
      CompletableFuture<HttpResponse<Void>> answer =
          client.http().sendAsync(request, HttpResponse.BodyHandlers.discarding());
      // Also of the body, which the timeout of the request does not count.
      int status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status / 100 == 2 ? "" : "HTTP " + status;
    } catch (TimeoutException late) {
      return "timed out after " + timeout.toMillis() + " ms";
    } catch (ExecutionException failed) {
      return String.valueOf(failed.getCause());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      return String.valueOf(unusable.getMessage());
    }
  }

  /** Ends what is under way; its own {@code close} would wait for that. */
  private record Closing(HttpClient http) implements AutoCloseable {
    @Override
    public void close() {
      http.shutdownNow();
    }
  }

  private HttpClient client(Duration timeout) throws IOException, GeneralSecurityException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    if (way.certificates().isPresent()) {
      builder.sslContext(Trust.only(way.certificates().get()));
    }
    return builder.build();
  }

  private HttpRequest request(JournalEvent event, Duration timeout) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(way.url())
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Directord-Node", node)
            .POST(HttpRequest.BodyPublishers.ofString(event.line()));
    for (var header : way.headers().entrySet()) {
      switch (secrets.fetch(header.getValue())) {
        case Fetched.Found found ->
            request.setHeader(header.getKey(), new String(found.bytes(), StandardCharsets.UTF_8));
        case Fetched.Missing(String because) ->
            throw new IOException("header " + header.getKey() + ": " + because);
      }
    }
    return request.build();
  }
}
