package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Serves requests that store something, once under each {@link IdempotencyKey}, however many are made at the same time. */
@Component
public class Submissions {
    private static final Logger log = LoggerFactory.getLogger(Submissions.class);

    /** How often a request is tried that collides with others. */
    private static final int ATTEMPTS = 3;

    private final TransactionOperations transaction;

    Submissions(TransactionOperations transaction) {
        this.transaction = transaction;
    }

    /**
     * What was made under a key.
     *
     * @param requestSha256 of the request that made it
     */
    public record Earlier<V>(String requestSha256, Supplier<V> view) {}

    /**
     * Gives what an earlier request made under the same key, or accepts this one.
     *
     * @param sha256 tells the request from others
     * @param earlier what was made under a key
     * @param accept stores what is asked for, in a transaction; repeated if it collided with a request that stored or locked the same
     * @throws ProblemException (409) if the key was used for another request, or if every attempt collided; what {@code accept} throws
     */
    public <V> V once(
            Optional<String> key, String sha256, Function<String, Optional<Earlier<V>>> earlier, Supplier<V> accept) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var repeated = key.flatMap(earlier);
            if (repeated.isPresent()) {
                return same(repeated.get(), sha256);
            }
            try {
                return transaction.execute(_ -> accept.get());
            } catch (DataIntegrityViolationException | PessimisticLockingFailureException faster) {
                log.debug("Another request stored the same key, model or dataset, or locked it", faster);
            }
        }
        throw ProblemException.conflict(
                "Other requests stored the same key, model or dataset at the same time: send this request again");
    }

    private static <V> V same(Earlier<V> earlier, String sha256) {
        if (!earlier.requestSha256().equals(sha256)) {
            throw ProblemException.conflict("The Idempotency-Key was used for another request: choose another key");
        }
        return earlier.view().get();
    }
}
