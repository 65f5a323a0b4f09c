package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Asks the running director, and makes of what goes wrong what a command ends with. Waits. */
final class Asking {
  private final Path socket;

  Asking(Path socket) {
    this.socket = socket;
  }

  ControlClient.Reply get(String path) throws StartFailure {
    try (ControlClient client = new ControlClient(socket)) {
      return client.get(path);
    } catch (IOException unreachable) {
      throw new StartFailure(ExitCode.UNAVAILABLE, String.valueOf(unreachable.getMessage()));
    }
  }

  ControlClient.Reply post(String path, Map<String, Object> request) throws StartFailure {
    try (ControlClient client = new ControlClient(socket)) {
      return client.post(path, Json.write(request));
    } catch (IOException unreachable) {
      throw new StartFailure(ExitCode.UNAVAILABLE, String.valueOf(unreachable.getMessage()));
    }
  }

  /** The object in the answer; a refusal in words becomes the command's own. */
  static Config read(ControlClient.Reply reply) throws StartFailure {
    Config answer =
        Json.read(reply.body())
            .orElseThrow(() ->
                new StartFailure(
                    ExitCode.UNAVAILABLE,
                    "the director's answer is not understood: " + reply.status()));
    if (answer.hasPath("error")) {
      boolean later = reply.status() >= 500;
      throw new StartFailure(
          later ? ExitCode.UNAVAILABLE : ExitCode.INVALID, answer.getString("error"));
    }
    return answer;
  }
}
