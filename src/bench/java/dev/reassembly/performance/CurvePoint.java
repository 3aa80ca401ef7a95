package dev.reassembly.performance;

/** What a cost of ours is at one size. */
record CurvePoint(String curve, long x, Spread value) {}
