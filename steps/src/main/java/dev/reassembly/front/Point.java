package dev.reassembly.front;

/** A network on the plane of cost (less is better) and metric (more is better). */
public record Point(String name, double cost, double metric) {}
