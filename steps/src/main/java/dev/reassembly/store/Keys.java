package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;

/** What a key may look like, so that it can never point outside its store. */
final class Keys {
    private Keys() {}

    /** Checks a key that must name an object: not empty, no empty part, no {@code .} or {@code ..}, no leading slash. */
    static void checkInside(String subject, String key) {
        if (key.isEmpty() || key.startsWith("/") || key.endsWith("/") || key.contains("//")) {
            throw new InvalidInputException(subject, "the key '" + key + "' must be parts with single slashes between them");
        }
        checkParts(subject, key);
    }

    /** Checks a key or a prefix of keys: no part leads upwards. */
    static void checkParts(String subject, String key) {
        for (String part : key.split("/", -1)) {
            if (part.equals("..") || part.equals(".")) {
                throw new InvalidInputException(subject, "the key '" + key + "' may not have the part '" + part + "'");
            }
        }
        if (key.indexOf('\0') >= 0) {
            throw new InvalidInputException(subject, "the key has a NUL character");
        }
    }

    /** Joins a prefix that may be empty or end in a slash with what follows. */
    static String join(String prefix, String rest) {
        return prefix.isEmpty() ? rest : prefix.endsWith("/") ? prefix + rest : prefix + "/" + rest;
    }
}
