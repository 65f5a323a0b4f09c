package io.directord.director.metrics;

/** A metric with a line for each service, each server or each check of a server. */
enum Family {
  SERVICE_IN_SERVICE(
      "directord_service_in_service", "gauge", "Servers that get new connections", Of.SERVICE),
  SERVICE_QUORUM_HELD(
      "directord_service_quorum_held", "gauge", "1 while enough servers are up", Of.SERVICE),
  SERVICE_PANIC(
      "directord_service_panic", "gauge", "1 while servers that are down are used too", Of.SERVICE),
  SERVICE_CONNECTIONS(
      "directord_ipvs_service_connections_total",
      "counter",
      "Connections since the service was created",
      Of.SERVICE),
  SERVICE_INCOMING_PACKETS(
      "directord_ipvs_service_incoming_packets_total",
      "counter",
      "Packets from clients since the service was created",
      Of.SERVICE),
  SERVICE_OUTGOING_PACKETS(
      "directord_ipvs_service_outgoing_packets_total",
      "counter",
      "Packets to clients that came by here since the service was created",
      Of.SERVICE),
  SERVICE_INCOMING_BYTES(
      "directord_ipvs_service_incoming_bytes_total",
      "counter",
      "Bytes from clients since the service was created",
      Of.SERVICE),
  SERVICE_OUTGOING_BYTES(
      "directord_ipvs_service_outgoing_bytes_total",
      "counter",
      "Bytes to clients that came by here since the service was created",
      Of.SERVICE),
  SERVER_UP("directord_server_up", "gauge", "1 while the checks pass", Of.SERVER),
  SERVER_WEIGHT("directord_ipvs_backend_weight", "gauge", "Weight in the kernel", Of.SERVER),
  SERVER_ACTIVE(
      "directord_ipvs_backend_connections_active", "gauge", "Active connections", Of.SERVER),
  SERVER_INACTIVE(
      "directord_ipvs_backend_connections_inactive", "gauge", "Inactive connections", Of.SERVER),
  SERVER_CONNECTIONS(
      "directord_ipvs_backend_connections_total",
      "counter",
      "Connections since the server was added",
      Of.SERVER),
  SERVER_ARP_PROBLEM(
      "directord_arp_problem",
      "gauge",
      "1 while a real server does not keep silent about its service's address",
      Of.SERVER),
  CHECK_UP("directord_check_up", "gauge", "1 while this check of this server passes", Of.CHECK);

  /** What it has a line for. */
  enum Of {
    SERVICE,
    SERVER,
    CHECK
  }

  private final String head;
  private final String start;
  private final Of of;

  Family(String name, String type, String help, Of of) {
    this.head = "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
    this.start = name;
    this.of = of;
  }

  Of of() {
    return of;
  }

  /** The lines that say what it is. */
  String head() {
    return head;
  }

  /** Each line begins so. */
  String start() {
    return start;
  }
}
