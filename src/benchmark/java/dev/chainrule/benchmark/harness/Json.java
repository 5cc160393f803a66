package dev.chainrule.benchmark.harness;

import tools.jackson.databind.json.JsonMapper;

/** The mapper of all lines between processes. */
public final class Json {
    public static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}
}
