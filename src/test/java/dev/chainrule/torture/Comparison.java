package dev.chainrule.torture;

import dev.chainrule.torture.Reference.Ending;
import dev.chainrule.torture.Reference.Result;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Compares jobs with the undisturbed run. */
final class Comparison {
    private final Cluster cluster;
    private final Reference reference;
    private final Ledger ledger;

    Comparison(Cluster cluster, Reference reference, Ledger ledger) {
        this.cluster = cluster;
        this.reference = reference;
        this.ledger = ledger;
    }

    /** Checks that the history of a job has no gaps, equals the undisturbed one, and reaches the epoch of an earlier observation. */
    void checkHistory(JobObserver job, Observation seen, Replica replica) throws InterruptedException {
        Histories.read(cluster, replica, job.id()).ifPresent(history -> {
            var expected = reference.of(job.specimen()).history();
            requireOneByOne(job, history);
            int equal = equalFrom(history, expected);
            ledger.require(
                    equal == history.size(),
                    Rule.THE_SAME_HISTORY,
                    job.toString(),
                    "epoch %d is %s instead of %s".formatted(equal, at(history, equal), at(expected, equal)));
            ledger.require(
                    history.size() > seen.epoch() || !seen.has("latest"),
                    Rule.HISTORY_HAS_NO_GAPS,
                    job.toString(),
                    "epoch %d was reported, but there are %d records".formatted(seen.epoch(), history.size()));
            ledger.add(Count.EPOCHS, equal);
        });
    }

    private void requireOneByOne(JobObserver job, List<JsonNode> history) {
        for (int i = 0; i < history.size(); i++) {
            int epoch = history.get(i).path("epoch").asInt();
            if (epoch != i) {
                ledger.violated(
                        Rule.HISTORY_HAS_NO_GAPS, job.toString(), "record %d is of epoch %d".formatted(i, epoch));
                return;
            }
        }
    }

    private static int equalFrom(List<JsonNode> history, List<JsonNode> expected) {
        int epoch = 0;
        while (epoch < history.size() && epoch < expected.size() && history.get(epoch).equals(expected.get(epoch))) {
            epoch++;
        }
        return epoch;
    }

    private static Object at(List<JsonNode> history, int epoch) {
        return epoch < history.size() ? history.get(epoch) : "nothing";
    }

    /** Checks a job that was seen to have succeeded: its end, its whole history and its only version. */
    void checkEnd(JobObserver job, Replica replica) throws InterruptedException {
        var last = job.last();
        var expected = reference.of(job.specimen());
        var found = Result.of(last.job());
        ledger.require(
                found.weightsSha256().equals(expected.result().weightsSha256()),
                Rule.THE_SAME_WEIGHTS,
                job.toString(),
                found.weightsSha256() + " instead of " + expected.result().weightsSha256());
        ledger.require(
                found.equals(expected.result()), Rule.THE_SAME_END, job.toString(),
                "%s instead of %s".formatted(found, expected.result()));
        checkHistory(job, last, replica);
        checkVersion(job, expected, replica);
    }

    private void checkVersion(JobObserver job, Ending expected, Replica replica) throws InterruptedException {
        cluster.get(replica, "/models/" + job.name() + "/versions").ifPresent(answer -> {
            var versions = answer.body().path("data");
            var version = versions.path(0);
            int epoch = version.path("epoch").asInt();
            ledger.require(
                    versions.size() == 1
                            && version.path("version").asInt() == 1
                            && version.path("jobId").asString().equals(job.id().toString())
                            && version.path("weightsSha256").asString().equals(expected.result().weightsSha256())
                            && Reference.timeless(version.path("metrics")).equals(at(expected.history(), epoch)),
                    Rule.ONE_VERSION,
                    job.toString(),
                    answer.body().toString());
        });
    }
}
