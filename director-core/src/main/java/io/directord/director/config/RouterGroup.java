package io.directord.director.config;

import java.util.List;

/** Virtual routers that change their role together. */
public record RouterGroup(String name, List<String> routers) {
  public RouterGroup {
    routers = List.copyOf(routers);
  }
}
