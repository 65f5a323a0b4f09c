package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;

/** A change and the sentence that says why. */
public record PlannedChange(IpvsChange change, String because) {}
