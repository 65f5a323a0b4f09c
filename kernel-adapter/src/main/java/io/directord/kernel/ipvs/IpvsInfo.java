package io.directord.kernel.ipvs;

/** The kernel's IPVS version ({@code 1.2.1}) and the buckets of its connection table. */
public record IpvsInfo(String version, long connectionTableSize) {}
