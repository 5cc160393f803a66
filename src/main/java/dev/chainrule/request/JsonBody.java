package dev.chainrule.request;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.UnreadableBody;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of a request that has been received completely, as the parameter of a controller's method that reads it value by value. It can
 * be read more than once. What its texts take in memory is reserved.
 */
public final class JsonBody {
    static final String SEND_LESS =
            "send a smaller body, or several; a dataset that is sent as CSV takes no memory here";

    private final SpooledRequest request;
    private final Charset charset;
    private final JsonMapper mapper;
    private final MemoryBudget memory;

    /** @param charset in which the request says that it is written */
    JsonBody(SpooledRequest request, Charset charset, JsonMapper mapper, MemoryBudget memory) {
        this.request = request;
        this.charset = charset;
        this.mapper = mapper;
        this.memory = memory;
    }

    /** A parser before the first token, which the caller closes. It throws {@link JacksonException} where the body is not JSON. */
    public JsonParser parser() {
        // JSON is in one of Unicode's encodings, and the parser recognises which one.
        return charset.name().startsWith("UTF-")
                ? mapper.createParser(request.body().open())
                : mapper.createParser(new InputStreamReader(request.body().open(), charset));
    }

    /**
     * The whole body, for which memory is reserved.
     *
     * @throws ProblemException (400) if it is not exactly one JSON document, (413, 503) if there is no memory for it
     */
    public JsonNode tree() {
        memory.reserveForRequest(request.treeBytes(), SEND_LESS);
        try (var parser = parser()) {
            return mapper.readerFor(JsonNode.class).readValue(parser);
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
    }
}
