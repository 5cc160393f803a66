package dev.chainrule.benchmark.service;

import dev.chainrule.benchmark.harness.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Many small jobs as fast as a few clients can submit them.
 *
 * @param accepted with 202
 * @param refused with 429
 * @param submitSeconds from the first request to the answer of the last
 * @param wholeSeconds from the first request to the end of the last job that was accepted; all of them succeeded
 */
record Burst(int accepted, int refused, double submitSeconds, double wholeSeconds) {
    static final int CLIENTS = 16;

    /** @throws IllegalStateException if a job does not succeed, or a request is answered by anything but 202 and 429 */
    static Burst of(ServiceClient service, int jobs, int epochs) {
        long begin = System.nanoTime();
        var accepted = submitAll(service, jobs, epochs);
        double submitSeconds = secondsSince(begin);
        accepted.forEach(service::awaitSuccess);
        return new Burst(accepted.size(), jobs - accepted.size(), submitSeconds, secondsSince(begin));
    }

    /** Gives the paths of those that were accepted. */
    private static List<String> submitAll(ServiceClient service, int jobs, int epochs) {
        Callable<Optional<String>> submission = () -> service.beginXor(epochs);
        var accepted = new ArrayList<String>();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (var submitted : clients.invokeAll(Collections.nCopies(jobs, submission))) {
                submitted.get().ifPresent(accepted::add);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a job was not submitted: " + failure.getCause(), failure);
        }
        return accepted;
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    String inWords() {
        return accepted + " accepted and " + refused + " refused with 429 in " + Figures.twoDigits(submitSeconds)
                + " s, all ended after " + Figures.twoDigits(wholeSeconds) + " s: "
                + Figures.whole(accepted / wholeSeconds)
                + " jobs a second";
    }
}
