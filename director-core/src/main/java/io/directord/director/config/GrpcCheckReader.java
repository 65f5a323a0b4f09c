package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.http.GrpcCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads what only checks of gRPC have. */
final class GrpcCheckReader {
  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              GrpcCheck.PLAIN.type(),
              CheckKind.Way.CONNECTION,
              Optional.of(GrpcCheck.PLAIN),
              Set.of("service", "host", "headers", "status"),
              GrpcCheckReader::read));

  private GrpcCheckReader() {}

  private static Optional<Check> read(Section section, Optional<Check> base) {
    GrpcCheck defaults = (GrpcCheck) base.orElse(GrpcCheck.PLAIN);
    String service = section.text("service").orElse(defaults.service());
    String host = HttpRequestReader.host(section, defaults.host());
    Map<String, String> headers = HttpRequestReader.headers(section, defaults.headers());
    Set<Integer> status = section.has("status") ? status(section) : defaults.status();
    return section.clean()
        ? section.build(() -> new GrpcCheck(service, host, headers, status))
        : Optional.empty();
  }

  private static Set<Integer> status(Section section) {
    Set<Integer> codes = new TreeSet<>();
    for (ConfigValue value : section.list("status", GrpcCheck.STATUS_MAX + 1)) {
      OptionalLong code = Values.whole(value);
      if (code.isPresent() && code.getAsLong() >= 0 && code.getAsLong() <= GrpcCheck.STATUS_MAX) {
        codes.add((int) code.getAsLong());
      } else {
        section.error(
            value,
            "status of grpc must be a code of 0.."
                + GrpcCheck.STATUS_MAX
                + ", found "
                + Values.describe(value));
      }
    }
    return codes;
  }
}
