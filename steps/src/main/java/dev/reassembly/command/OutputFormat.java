package dev.reassembly.command;

/** What a command prints on standard output. */
enum OutputFormat {
    TEXT, JSON
}
