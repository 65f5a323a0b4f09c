package io.directord.health.program;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.ThisNode;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one file for one target, on another thread than the probe loop. While a file system
 * hangs, one look waits there and no second one is begun: a later probe takes over its answer.
 * Confined to its probe loop.
 */
final class FileProbe implements Probe {
  private final FileCheck check;
  private final Path path;
  private final ThisNode node;
  private boolean looking;
  private @Nullable Waiting waiting;

  FileProbe(Endpoint endpoint, FileCheck check, ThisNode node) {
    this.check = check;
    this.path = Path.of(Placeholders.fill(check.path(), endpoint.address()));
    this.node = node;
  }

  @Override
  public Attempt start(EventLoop loop, Report report) {
    Waiting attempt = new Waiting(report);
    waiting = attempt;
    if (!looking) {
      looking = true;
      try {
        node.fileThreads().execute(() -> look(loop));
      } catch (RejectedExecutionException _) {
        looking = false;
        attempt.cancel();
        report.failure(FailureKind.LOCAL, "not probed: too many files do not answer");
      }
    }
    return attempt;
  }

  private void look(EventLoop loop) {
    Runnable heard;
    try {
      FileLook look = FileLook.at(path, node.clock().instant());
      heard = () -> answered(look);
    } catch (Throwable bug) {
      heard = () -> failed(bug);
    }
    try {
      loop.execute(heard);
    } catch (RejectedExecutionException _) {
      // The loop is shut down: nobody wants to know any more.
    }
  }

  private void answered(FileLook look) {
    looking = false;
    Waiting attempt = waiting;
    if (attempt == null) {
      return;
    }
    waiting = null;
    try {
      FileJudgement.report(check, path.toString(), look, attempt.report);
    } catch (RuntimeException bug) {
      attempt.report.bug(bug);
    }
  }

  private void failed(Throwable bug) {
    looking = false;
    Waiting attempt = waiting;
    waiting = null;
    if (attempt != null) {
      attempt.report.bug(bug);
    }
  }

  /** At most one wants to know. */
  private final class Waiting implements Attempt {
    private final Report report;

    Waiting(Report report) {
      this.report = report;
    }

    @Override
    public String stage() {
      return "reading " + path;
    }

    @Override
    public void cancel() {
      if (waiting == this) {
        waiting = null;
      }
    }
  }
}
