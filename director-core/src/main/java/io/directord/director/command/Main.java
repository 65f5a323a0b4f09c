package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;

/** Starts {@code directord} or {@code directorctl}, by the name it was called. */
public final class Main {
  private static final String PROGRAM = System.getProperty("directord.program", "directord");

  private Main() {}

  public static void main(String[] args) {
    nameWhatIsLookedFor();
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(PROGRAM, args, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * What a start would otherwise look for, mostly in all jars, which it opens for nothing else: who
   * logs, who gives selectors, events of the Flight Recorder, an address of this machine's cards
   * for the ids of channels. The empty {@code prometheus.properties} beside {@code reference.conf}
   * ends another search.
   */
  private static void nameWhatIsLookedFor() {
    System.setProperty("slf4j.provider", LogProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.setProperty(
        "java.nio.channels.spi.SelectorProvider", "sun.nio.ch.EPollSelectorProvider");
    System.setProperty("io.netty.jfr.enabled", "false");
    System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
  }

  /** Runs one command line and answers with its exit code. */
  public static int run(String program, String[] args, PrintWriter out, PrintWriter err) {
    Optional<RunLine> plain =
        program.equals("directord") ? RunLine.read(args, System.getenv()) : Optional.empty();
    return plain.isPresent() ? run(plain.get(), err) : byPicocli(program, args, out, err);
  }

  private static int run(RunLine line, PrintWriter err) {
    try {
      return RunCommand.run(line);
    } catch (StartFailure failure) {
      return report("directord", failure, err);
    }
  }

  private static int report(String program, StartFailure failure, PrintWriter err) {
    err.println(program + ": " + failure.getMessage());
    return failure.exitCode();
  }

  private static int byPicocli(String program, String[] args, PrintWriter out, PrintWriter err) {
    Object command =
        program.equals("directorctl") ? new DirectorctlCommand() : new DirectordCommand();
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler((exception, failed, _) -> {
      if (exception instanceof StartFailure failure) {
        return report(program, failure, failed.getErr());
      }
      throw exception;
    });
    line.setParameterExceptionHandler((exception, _) -> {
      CommandLine failed = exception.getCommandLine();
      failed.getErr().println(program + ": " + exception.getMessage());
      CommandLine.UnmatchedArgumentException.printSuggestions(exception, failed.getErr());
      failed.getErr().println("Try: " + failed.getCommandSpec().qualifiedName() + " --help");
      return ExitCode.USAGE;
    });
    return line.execute(args);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
