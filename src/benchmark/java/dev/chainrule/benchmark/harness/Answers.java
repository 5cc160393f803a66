package dev.chainrule.benchmark.harness;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** A child process's side of the conversation: a line of JSON in, a line of JSON out. */
public final class Answers {
    private Answers() {}

    /**
     * Answers questions until there are no more, then ends the process; a question that fails ends it, too, with a stack
     * trace on stderr and the exit code 1. What libraries print goes to stderr.
     *
     * @param answers made once, before the first question
     */
    @SuppressWarnings("CatchAndPrintStackTrace") // the parent shows the end of stderr
    public static <Q> void serve(Class<Q> questionType, Supplier<Function<Q, ?>> answers) {
        var out = System.out;
        System.setOut(System.err);
        try (var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var answer = answers.get();
            for (var line = questions.readLine(); line != null; line = questions.readLine()) {
                var question = Json.MAPPER.readValue(line, questionType);
                out.println(Json.MAPPER.writeValueAsString(answer.apply(question)));
                out.flush();
            }
        } catch (Throwable failure) {
            failure.printStackTrace();
            System.exit(1);
        }
        // Some libraries leave threads behind that would keep the process alive.
        System.exit(0);
    }
}
