package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceSpec;
import java.util.Map;

/**
 * A virtual service as the kernel should hold it; its servers in the order of the configuration.
 */
record WantedService(ServiceSpec spec, Map<ServerKey, ServerSpec> servers) {}
