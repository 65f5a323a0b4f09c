package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code directorctl status}, {@code services}, {@code servers} and {@code routers}. */
final class ShowCommands {
  private ShowCommands() {}

  /** What they have in common: the status, or a part of it, once or again and again. */
  abstract static class Showing implements Callable<Integer> {
    @ParentCommand private DirectorctlCommand directorctl;

    @Option(names = "--json", description = "Prints JSON, a line each time.")
    private boolean json;

    @Option(
        names = "--watch",
        arity = "0..1",
        paramLabel = "SECONDS",
        fallbackValue = "1",
        converter = Pause.class,
        description = "Draws anew, each second or each SECONDS (1..3600).")
    private @Nullable Integer watch;

    private final String part;

    /**
     * @param part of status that is shown as JSON; empty: all
     */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
    Showing(String part) {
      this.part = part;
    }

    abstract String draw(Config status, Look look);

    @Override
    public Integer call() throws StartFailure {
      CountDownLatch never = new CountDownLatch(1);
      PrintWriter out = directorctl.out();
      while (true) {
        ControlClient.Reply reply = directorctl.asking().get("/api/v1/status");
        Config status = Asking.read(reply);
        if (!json) {
          String text = draw(status, Terminal.look());
          out.print(watch == null ? text : redrawn(text));
        } else if (part.isEmpty()) {
          out.print(reply.body());
        } else {
          out.println(Json.write(status.getList(part).unwrapped()));
        }
        out.flush();
        try {
          if (watch == null || never.await(watch, TimeUnit.SECONDS)) {
            return ExitCode.OK;
          }
        } catch (InterruptedException ended) {
          return ExitCode.OK;
        }
      }
    }

    /** From the upper left corner, over what stands there: nothing flickers. */
    static String redrawn(String text) {
      return "\033[H" + text.replace("\n", "\033[K\n") + "\033[J";
    }
  }

  @Command(
      name = "status",
      description = "Shows the director, its virtual routers, services and servers.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Status extends Showing {
    Status() {
      super("");
    }

    @Override
    String draw(Config status, Look look) {
      return Tables.status(status, look);
    }
  }

  @Command(
      name = "services",
      description = "Shows one line a virtual service.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Services extends Showing {
    Services() {
      super("services");
    }

    @Override
    String draw(Config status, Look look) {
      return Tables.services(status, look);
    }
  }

  @Command(
      name = "servers",
      description = "Shows one line a real server.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Servers extends Showing {
    Servers() {
      super("services");
    }

    @Override
    String draw(Config status, Look look) {
      return Tables.servers(status, look);
    }
  }

  @Command(
      name = "routers",
      description = "Shows one line a virtual router: role, priority, addresses and why.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Routers extends Showing {
    Routers() {
      super("routers");
    }

    @Override
    String draw(Config status, Look look) {
      return Tables.routers(status, look);
    }
  }

  /** Whole seconds between two drawings. */
  static final class Pause implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.matches("\\d{1,4}")
          && Integer.parseInt(text) >= 1
          && Integer.parseInt(text) <= 3600) {
        return Integer.valueOf(text);
      }
      throw new TypeConversionException("it is 1..3600 seconds, not " + text);
    }
  }
}
